// "Salin tabel": a table goes to the clipboard as it is shown, for spreadsheets (tabs) and for word processors (HTML).
(() => {
  "use strict";
  const message = Object.assign(document.createElement("p"), { className: "pesan" });
  message.setAttribute("role", "status");
  document.body.append(message);
  let hiding = 0;

  const say = (words) => {
    message.textContent = words;
    clearTimeout(hiding);
    hiding = setTimeout(() => (message.textContent = ""), 3000);
  };

  const text = (cell) => {
    const items = [...cell.querySelectorAll("li")];
    const parts = items.length ? items : [cell];
    return parts.map((part) => part.textContent.replace(/\s+/g, " ").trim()).join("; ");
  };

  // Every row as a list of texts; a cell that spans others is followed by empty ones.
  const rows = (table) => {
    const grid = [...table.rows].map(() => []);
    [...table.rows].forEach((row, r) => {
      let c = 0;
      [...row.cells].forEach((cell) => {
        while (grid[r][c] !== undefined) c += 1;
        for (let down = 0; down < cell.rowSpan && r + down < grid.length; down += 1) {
          for (let right = 0; right < cell.colSpan; right += 1) grid[r + down][c + right] = down || right ? "" : text(cell);
        }
      });
    });
    return grid;
  };

  const plain = (table) => {
    const copy = table.cloneNode(true);
    copy.querySelectorAll("th,td").forEach((cell) => {
      const [tall, broad, words] = [cell.rowSpan, cell.colSpan, text(cell)];
      [...cell.attributes].forEach((attribute) => cell.removeAttribute(attribute.name));
      if (tall > 1) cell.rowSpan = tall;
      if (broad > 1) cell.colSpan = broad;
      cell.textContent = words;
    });
    return `<table>${copy.innerHTML}</table>`;
  };

  // The clipboard of the copy event needs neither permission nor a secure page: a report is opened as a file.
  const copy = (table) => {
    const fill = (event) => {
      event.preventDefault();
      event.clipboardData.setData("text/plain", rows(table).map((row) => row.join("\t")).join("\n"));
      event.clipboardData.setData("text/html", plain(table));
    };
    document.addEventListener("copy", fill);
    const selection = getSelection();
    selection.selectAllChildren(table); // some browsers copy only where something is selected
    const done = document.execCommand("copy");
    selection.removeAllRanges();
    document.removeEventListener("copy", fill);
    say(done ? "Tabel disalin" : "Tabel tidak dapat disalin: peramban menolak akses ke papan klip");
  };

  document.querySelectorAll("figure.tabel").forEach((figure) => {
    const [caption, table] = [figure.querySelector("figcaption"), figure.querySelector("table")];
    if (!caption || !table) return;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "salin", textContent: "Salin tabel" });
    button.setAttribute("aria-label", "Salin " + caption.textContent.trim());
    button.addEventListener("click", () => copy(table));
    caption.append(button);
  });
})();
