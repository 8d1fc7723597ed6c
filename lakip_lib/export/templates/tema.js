// Light, dark, or as the system has it.  Runs in the head, so that a page never flashes in the other colours.
(() => {
  "use strict";
  const root = document.documentElement;
  const KEY = "lakip-tema";

  const stored = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // a browser may forbid storage to files
    }
  };
  const store = (theme) => {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // the choice then lasts as long as the page
    }
  };
  const apply = (theme) => {
    if (theme === "terang" || theme === "gelap") root.dataset.tema = theme;
    else delete root.dataset.tema;
  };

  apply(stored());
  document.addEventListener("DOMContentLoaded", () => {
    const choice = document.querySelector("fieldset.tema");
    const radio = choice.querySelector(`[value="${root.dataset.tema || "otomatis"}"]`);
    radio.checked = true;
    choice.hidden = false;
    choice.addEventListener("change", (event) => {
      apply(event.target.value);
      store(event.target.value);
    });
  });
})();
