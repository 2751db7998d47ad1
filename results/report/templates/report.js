
"use strict";
(() => {
  const words = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const key = (row, column) => {
    const cell = row.cells[column];
    const number = Number(cell.dataset.key === "inf" ? Infinity : cell.dataset.key);
    return "key" in cell.dataset && !Number.isNaN(number) ? number : cell.textContent.trim();
  };
  const compare = (one, other) => {
    const numbers = [one, other].filter((value) => typeof value === "number").length;
    if (numbers === 2) return one === other ? 0 : one < other ? -1 : 1;
    if (numbers === 1) return typeof one === "number" ? -1 : 1;
    return words.compare(one, other);
  };
  for (const table of document.querySelectorAll("table[data-sortable]")) {
    const body = table.tBodies[0];
    for (const button of table.tHead.querySelectorAll("button")) {
      button.addEventListener("click", () => {
        const heading = button.closest("th");
        const up = heading.getAttribute("aria-sort") !== "ascending";
        for (const other of table.tHead.querySelectorAll("th")) other.removeAttribute("aria-sort");
        heading.setAttribute("aria-sort", up ? "ascending" : "descending");
        const column = heading.cellIndex;
        const rows = Array.from(body.rows, (row) => [key(row, column), row]);
        rows.sort((a, b) => (up ? 1 : -1) * compare(a[0], b[0]));
        body.append(...rows.map((pair) => pair[1]));
      });
    }
  }
  for (const input of document.querySelectorAll("input[data-filter]")) {
    const place = document.getElementById(input.dataset.filter);
    const rows = place.querySelectorAll("tbody tr");
    const count = place.querySelector("output");
    input.addEventListener("input", () => {
      const wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const text = row.textContent.toLowerCase();
        row.hidden = !wanted.every((word) => text.includes(word));
        shown += row.hidden ? 0 : 1;
      }
      count.textContent = wanted.length ? `${shown} of ${rows.length} rows` : "";
    });
  }
})();
