// Where does this number come from?  Click or Enter opens a panel, Escape closes it; inside a table the arrow keys move
// from number to number, and the whole table is one stop of the Tab key.  From an open panel's number Tab leads into the
// panel, and from there to what follows the number.
(() => {
  "use strict";
  const panel = document.getElementById("panel-asal");
  const [title, lines, button] = ["h2", ".isi", "button"].map((part) => panel.querySelector(part));
  const target = (number) => number.querySelector("a") || number;
  const line = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
  let opened = null;

  const close = () => {
    panel.hidden = true;
    if (opened) opened.classList.remove("terbuka");
    opened = null;
  };

  const leave = () => {
    const last = opened;
    close();
    target(last).focus();
  };

  const open = (number) => {
    close();
    opened = number;
    number.classList.add("terbuka");
    panel.hidden = false; // before it is filled: only what changes in sight is read out
    title.textContent = "Asal angka " + number.textContent;
    const parts = number.dataset.asal.split("\n");
    const sources = parts.filter((part) => part.startsWith("Sumber: "));
    lines.replaceChildren(...parts.filter((part) => !sources.includes(part)).map((part) => line("p", part)));
    if (sources.length) {
      const list = document.createElement("ul");
      list.replaceChildren(...sources.map((part) => line("li", part.slice("Sumber: ".length))));
      lines.append(list);
    }
    target(number).scrollIntoView({ block: "nearest" }); // above the panel: the stylesheet keeps its room
  };

  document.querySelectorAll("data.q[data-asal]").forEach((number) => target(number).setAttribute("role", "button"));
  document.querySelectorAll("table").forEach((table) => {
    const numbers = [...table.querySelectorAll("data.q")];
    numbers.forEach((number, i) => (target(number).tabIndex = i ? -1 : 0));
    table.addEventListener("keydown", (event) => {
      const here = event.target.closest("data.q");
      if (!here || !event.key.startsWith("Arrow")) return;
      const next = neighbour(numbers, here, event.key);
      event.preventDefault();
      if (!next) return;
      target(here).tabIndex = -1;
      target(next).tabIndex = 0;
      target(next).focus();
      if (opened) open(next);
    });
  });

  const neighbour = (numbers, here, key) => {
    const i = numbers.indexOf(here);
    if (key === "ArrowRight") return numbers[i + 1];
    if (key === "ArrowLeft") return numbers[i - 1];
    const from = here.getBoundingClientRect();
    const down = key === "ArrowDown" ? 1 : -1;
    const distance = (number) => {
      const box = number.getBoundingClientRect();
      return Math.abs(box.right - from.right) + 4 * Math.abs(box.top - from.top);
    };
    return numbers
      .filter((number) => down * (number.getBoundingClientRect().top - from.top) > 2)
      .sort((a, b) => distance(a) - distance(b))[0];
  };

  document.addEventListener("click", (event) => {
    const number = event.target.closest("data.q[data-asal]");
    if (number) {
      event.preventDefault();
      if (number === opened) close();
      else open(number);
    } else if (event.target === button) {
      leave();
    }
  });

  document.addEventListener("keydown", (event) => {
    const number = event.target.closest("data.q[data-asal]");
    if (event.key === "Escape") {
      document.documentElement.classList.add("diam");
      if (event.target === button) leave();
      else close();
    } else if (number && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      open(number);
    } else if (event.key === "Tab" && event.target === button) {
      leave(); // and on from there
      if (event.shiftKey) event.preventDefault();
    } else if (event.key === "Tab" && opened && event.target === target(opened) && !event.shiftKey) {
      event.preventDefault();
      button.focus();
    }
  });

  // What hovering or focus shows is hidden by Escape until the next number is reached.
  ["mouseover", "focusin"].forEach((reached) =>
    document.addEventListener(reached, (event) => {
      if (event.target.closest("data.q")) document.documentElement.classList.remove("diam");
    }),
  );

  // What hovering shows stays for a moment, so that the pointer can be moved onto it, and as long as it is there.
  const MOMENT = 600;
  let near = null;
  let leaving = 0;
  const show = (number) => {
    clearTimeout(leaving);
    leaving = 0;
    if (near) near.classList.remove("dekat");
    near = number;
    if (near) near.classList.add("dekat");
  };
  const pass = () => {
    if (near && !leaving) leaving = setTimeout(show, MOMENT, null);
  };
  document.documentElement.classList.add("sigap");
  document.documentElement.addEventListener("mouseleave", pass);
  document.addEventListener("mouseover", (event) => {
    const number = event.target.closest("data.q[data-asal]");
    if (number) show(number);
    else pass();
  });
})();
