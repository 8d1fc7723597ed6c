// Where does this number come from?  Click or Enter opens a panel, Escape closes it; inside a table the arrow keys move
// from number to number, and the whole table is one stop of the Tab key.
(() => {
  "use strict";
  const panel = document.getElementById("panel-asal");
  const [title, lines] = [panel.querySelector("h2"), panel.querySelector(".isi")];
  const target = (number) => number.querySelector("a") || number;
  const line = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
  let opened = null;

  const close = () => {
    panel.hidden = true;
    if (opened) opened.classList.remove("terbuka");
    opened = null;
  };

  const open = (number) => {
    close();
    opened = number;
    number.classList.add("terbuka");
    title.textContent = "Asal angka " + number.textContent;
    const parts = number.dataset.asal.split("\n");
    const sources = parts.filter((part) => part.startsWith("Sumber: "));
    lines.replaceChildren(...parts.filter((part) => !sources.includes(part)).map((part) => line("p", part)));
    if (sources.length) {
      const list = document.createElement("ul");
      list.replaceChildren(...sources.map((part) => line("li", part.slice("Sumber: ".length))));
      lines.append(list);
    }
    panel.hidden = false;
  };

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
    } else if (event.target.closest("#panel-asal button")) {
      const last = opened;
      close();
      if (last) target(last).focus();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    const number = event.target.closest("data.q[data-asal]");
    if (number && event.target === number && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      open(number);
    }
  });
})();
