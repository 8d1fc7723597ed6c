// The contents follow the reader: the section being read is marked, its branch is open, the others are closed.
// On narrow windows the panel is a drawer that closes when something in it has been chosen.
(() => {
  "use strict";
  const nav = document.querySelector("nav.daftar-isi");
  const drawer = nav.querySelector("details.laci");
  const wide = matchMedia("(min-width:70rem)");
  const links = new Map([...nav.querySelectorAll("a[href^='#']")].map((link) => [link.getAttribute("href").slice(1), link]));
  const headings = [...document.querySelectorAll("main :is(h2,h3,h4)")].filter((heading) => links.has(heading.id));
  const opened = new Set(); // branches opened by us, not by the reader
  let current = null;

  const branches = (link) => {
    const found = [link.parentElement.querySelector(":scope > details")];
    for (let branch = link.closest("details.cabang"); branch; branch = branch.parentElement.closest("details.cabang")) {
      found.push(branch);
    }
    return found.filter(Boolean);
  };

  const show = (link) => {
    if (link === current) return;
    if (current) current.removeAttribute("aria-current");
    current = link;
    const mine = link ? branches(link) : [];
    opened.forEach((branch) => {
      if (mine.includes(branch)) return;
      branch.open = false;
      opened.delete(branch);
    });
    if (!link) return;
    link.setAttribute("aria-current", "location");
    mine.filter((branch) => !branch.open).forEach((branch) => {
      branch.open = true;
      opened.add(branch);
    });
    if (nav.querySelector(".cari.aktif")) return; // the results stay where they are
    const [box, panel] = [link.getBoundingClientRect(), nav.getBoundingClientRect()];
    if (wide.matches && (box.top < panel.top + 40 || box.bottom > panel.bottom - 40)) {
      nav.scrollTop += box.top - panel.top - panel.height / 3;
    }
  };

  nav.querySelectorAll("details.cabang").forEach((branch) => (branch.open = false));
  const fit = () => {
    drawer.open = wide.matches;
    drawer.querySelector("summary").tabIndex = wide.matches ? -1 : 0; // beside the text it opens and closes nothing
  };
  wide.addEventListener("change", fit);
  fit();
  nav.addEventListener("click", (event) => {
    if (event.target.closest("a[href^='#']") && !wide.matches) drawer.open = false;
  });
  // The observed box reaches from far above the window to just below its top: what is in it has been reached.
  const above = new Set();
  const observer = new IntersectionObserver(
    (entries) => {
      entries.forEach((entry) => (entry.isIntersecting ? above.add(entry.target) : above.delete(entry.target)));
      const last = headings.filter((heading) => above.has(heading)).pop();
      show(last ? links.get(last.id) : null);
    },
    { rootMargin: "1000000px 0px -88% 0px" },
  );
  headings.forEach((heading) => observer.observe(heading));
})();
