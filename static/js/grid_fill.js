/* Fill down in the grids of the workbench. Control and D copies the cell above; Control, Shift and an arrow (or Shift and
   a click) mark cells of a column, and Control and D copies the first into the others. The buttons under a grid do the
   same, and act on the row with the focus where none is ticked. Without JavaScript they act on the ticked rows. */
(function () {
  "use strict";
  var form = document.querySelector("form.workbench[data-row-address]");
  if (!form) { return; }
  var status = form.querySelector("[data-grid-status]");
  // The cell that had the focus last, and the cells that are marked.
  var current = null;
  var marked = [];

  function columnOf(field) { return field.name.split("-").slice(2).join("-"); }

  function rowOf(field) { return field.closest("[data-row]"); }

  function cellIn(row, column) {
    var grid = row.closest("[data-grid]").dataset.grid;
    return form.elements.namedItem(grid + "-" + row.dataset.row + "-" + column);
  }

  function rowsOf(field) { return Array.from(field.closest("[data-grid]").querySelectorAll("[data-row]")); }

  function say(text) { if (status) { status.textContent = text; } }

  function mark(cells) {
    marked.forEach(function (cell) { cell.classList.remove("marked"); });
    marked = cells;
    marked.forEach(function (cell) { cell.classList.add("marked"); });
    if (cells.length) { say(cells.length + " cells marked: Control and D copies the first into the others."); }
  }

  function markTo(field) {
    var rows = rowsOf(current), column = columnOf(current);
    var ends = [rows.indexOf(rowOf(marked[0] || current)), rows.indexOf(rowOf(field))].sort(function (a, b) { return a - b; });
    mark(rows.slice(ends[0], ends[1] + 1).map(function (row) { return cellIn(row, column); }));
  }

  function copy(from, to) {
    if (from.type === "checkbox") { to.checked = from.checked; } else { to.value = from.value; }
    to.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function fill() {
    if (!current) { return false; }
    if (marked.length > 1) {
      marked.slice(1).forEach(function (cell) { copy(marked[0], cell); });
      say("Copied into " + (marked.length - 1) + " cells.");
      mark([]);
      return true;
    }
    var rows = rowsOf(current), place = rows.indexOf(rowOf(current));
    if (place < 1) { say("There is no row above."); return true; }
    copy(cellIn(rows[place - 1], columnOf(current)), current);
    say("Copied from the row above.");
    return true;
  }

  form.addEventListener("focusin", function (event) {
    if (event.target.closest("[data-row] td")) { current = event.target; }
  });

  form.addEventListener("keydown", function (event) {
    if (!(event.ctrlKey || event.metaKey) || !current || event.target !== current) { return; }
    if (event.key === "d" || event.key === "D") { event.preventDefault(); fill(); return; }
    var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !event.shiftKey) { return; }
    event.preventDefault();
    var rows = rowsOf(current), column = columnOf(current);
    var last = marked.length > 1 ? rows.indexOf(rowOf(marked[marked.length - 1])) : rows.indexOf(rowOf(current));
    var next = rows[last + step];
    if (next) { markTo(cellIn(next, column)); }
  });

  form.addEventListener("mousedown", function (event) {
    var isCell = event.target.closest("[data-row] td") && event.target.name;
    if (event.shiftKey && isCell && current && columnOf(event.target) === columnOf(current)) {
      event.preventDefault();
      markTo(event.target);
    } else if (marked.length && isCell) { mark([]); }
  });

  // A button without a ticked row is about the row with the focus.
  form.addEventListener("click", function (event) {
    var button = event.target.closest("button[data-do]");
    if (!button) { return; }
    var grid = button.value.split(":")[1];
    var ticked = form.querySelector("[name='picked'][value^='" + grid + "-']:checked");
    if (ticked || !current || current.closest("[data-grid]").dataset.grid !== grid) { return; }
    if (button.dataset.do === "fill") { event.preventDefault(); fill(); current.focus(); return; }
    rowOf(current).querySelector("[name='picked']").checked = true;
  });
}());
