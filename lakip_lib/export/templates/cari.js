// Search within the report: headings, paragraphs, items, captions and table rows that hold every word asked for.
// Ctrl+/ goes to the box (a bare character as a shortcut hinders those who dictate), Enter to the first place, the arrow keys through the list; Escape clears.
(() => {
  "use strict";
  const SHOWN = 60;
  const BLOCKS = "h2,h3,h4,h5,h6,p,li,blockquote,figcaption,tr";
  const form = document.querySelector(".cari");
  const [box, count, list] = [form.querySelector("input"), form.querySelector("[role=status]"), form.querySelector("ol")];
  const drawer = form.closest("details");
  const text = (node) => node.textContent.replace(/\s+/g, " ").trim();
  let index = null;
  let reached = null;

  const read = () => {
    const found = [];
    let section = "";
    document.querySelectorAll(BLOCKS.replace(/\w+/g, "main $&")).forEach((node) => {
      if (node.parentElement.closest(BLOCKS) || node.closest(".daftar")) return;
      if (/^H[23]$/.test(node.tagName)) section = text(node);
      const shown = node.tagName === "TR" ? [...node.cells].map(text).join(" · ") : text(node);
      found.push({ node, section, shown, folded: shown.toLowerCase() });
    });
    return found;
  };

  const snippet = (entry, words) => {
    const at = Math.min(...words.map((word) => entry.folded.indexOf(word)));
    const from = at > 40 ? entry.shown.lastIndexOf(" ", at - 25) + 1 : 0;
    const part = entry.shown.slice(from, from + 130);
    return (from ? "… " : "") + part + (from + 130 < entry.shown.length ? " …" : "");
  };

  const line = (entry, words) => {
    const button = Object.assign(document.createElement("button"), { type: "button" });
    const [where, what] = [document.createElement("b"), document.createElement("span")];
    [where.textContent, what.textContent] = [entry.section, snippet(entry, words)];
    button.append(where, what);
    button.addEventListener("click", () => jump(entry.node));
    const item = document.createElement("li");
    item.append(button);
    return item;
  };

  // Marks lie over the text and change nothing in it; a browser without them marks the whole block.
  const looks = () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("@media screen{::highlight(cari){background-color:var(--sorot);color:var(--tinta)}}");
    document.adoptedStyleSheets.push(sheet);
  };

  const mark = (entries, words) => {
    if (!window.CSS || !CSS.highlights) return;
    if (!CSS.highlights.has("cari")) looks();
    const ranges = [];
    entries.forEach(({ node }) => {
      const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const folded = walker.currentNode.data.replace(/\s/g, " ").toLowerCase();
        words.forEach((word) => {
          for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
            const range = new Range();
            range.setStart(walker.currentNode, at);
            range.setEnd(walker.currentNode, Math.min(at + word.length, walker.currentNode.length));
            ranges.push(range);
          }
        });
      }
    });
    CSS.highlights.set("cari", new Highlight(...ranges));
  };

  const leave = () => {
    if (reached) reached.classList.remove("dituju");
    reached = null;
  };

  const jump = (node) => {
    leave();
    reached = node;
    node.classList.add("dituju");
    if (!matchMedia("(min-width:70rem)").matches) drawer.open = false;
    node.tabIndex = -1;
    node.focus({ preventScroll: true });
    node.scrollIntoView({ block: "center" });
  };

  const search = () => {
    leave();
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    const asked = words.join("").length > 1;
    prepare();
    const all = asked ? index.filter((entry) => words.every((word) => entry.folded.includes(word))) : [];
    const phrase = (entry) => entry.folded.includes(words.join(" "));
    const found = [...all.filter(phrase), ...all.filter((entry) => !phrase(entry))];
    const shown = found.slice(0, SHOWN);
    list.replaceChildren(...shown.map((entry) => line(entry, words)));
    mark(shown, words);
    form.classList.toggle("aktif", asked);
    if (!asked) count.textContent = "";
    else if (!found.length) count.textContent = "Tidak ada yang cocok.";
    else count.textContent = `${found.length} tempat` + (found.length > SHOWN ? `, ${SHOWN} pertama ditampilkan` : "");
  };

  const step = (from, down) => {
    const stops = [box, ...list.querySelectorAll("button")];
    const next = stops[stops.indexOf(from) + (down ? 1 : -1)];
    if (next) next.focus();
  };

  const prepare = () => (index = index || read());

  form.hidden = false;
  box.addEventListener("focus", prepare);
  box.addEventListener("input", search);
  form.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.target, event.key === "ArrowDown");
    } else if (event.key === "Enter" && event.target === box && list.firstElementChild) {
      event.preventDefault();
      list.querySelector("button").click();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && box.value) {
      box.value = "";
      search();
      if (form.contains(document.activeElement)) box.focus();
    } else if (event.key === "/" && event.ctrlKey) {
      event.preventDefault();
      drawer.open = true;
      box.focus();
      box.select();
    }
  });
})();
