/* The source beside the grid. Words that are selected in it fill the cell that had the focus last, its quotation and its
   place, and are kept as a mark of that cell; a table that is selected goes into the box for pasting. */
(function () {
  "use strict";
  var form = document.querySelector("form.workbench[data-row-address]");
  if (!form) { return; }
  var status = document.querySelector("[data-desk-status]");
  var target = null;
  var NUMBERS = /[-−]?\d+(?:[.,·]\d+)?/g;

  function say(text) { if (status) { status.textContent = text; } }

  function aim(field) {
    if (target) { target.classList.remove("is-target"); }
    target = field;
    if (target) { target.classList.add("is-target"); }
  }

  form.addEventListener("focusin", function (event) {
    if (/^(arms|results|contrasts|harms)-\w+-\w+$/.test(event.target.name || "") && event.target.type !== "checkbox") {
      aim(event.target);
    }
  });

  function hidden(name, value) {
    var field = form.elements.namedItem(name);
    if (!field) {
      field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      form.appendChild(field);
    }
    field.value = value;
  }

  function place(detail) {
    var mark = Object.assign({}, detail);
    delete mark.text;
    return JSON.stringify(mark);
  }

  /* Whether the words stand there as such: "3.1" is not in "13.1", nor "page 1" in "page 12". */
  function holds(value, text) {
    var found = -1;
    while ((found = value.indexOf(text, found + 1)) >= 0) {
      var before = value.slice(0, found), after = value.slice(found + text.length);
      if (!/[\p{L}\p{N}][.,·]?$/u.test(before) && !/^[.,·]?[\p{L}\p{N}]/u.test(after)) { return true; }
    }
    return false;
  }

  function append(field, text) {
    if (!field || holds(field.value, text)) { return; }
    field.value = field.value ? field.value + "; " + text : text;
  }

  /* What the last selection filled: its words, and the fields with what stood in them before. */
  var last = null;

  function remember(detail, names) {
    last = {
      quote: detail.quote,
      fields: names.map(function (name) {
        var field = form.elements.namedItem(name);
        return { name: name, field: field, value: field ? field.value : "" };
      })
    };
  }

  /* A table is dragged over before it is taken as one: then its words belong into no cell. */
  function takeBack(detail) {
    if (!last || last.quote !== detail.quote) { return; }
    last.fields.forEach(function (each) {
      var field = each.field || form.elements.namedItem(each.name);
      if (field) { field.value = each.value; }
    });
    last = null;
  }

  /* What the words put into the cell: a cell of a table as printed, the one number of a line, or any words. */
  function valueOf(field, text) {
    var isNumber = field.classList.contains("is-number") || field.classList.contains("is-whole");
    if (!isNumber || field.name.endsWith("-weeks")) { return text; }
    if (text.length <= 40 && /^[-−<>≤≥=~]?\s*[.\d]/.test(text)) { return text; }
    var numbers = text.match(NUMBERS) || [];
    return numbers.length === 1 ? numbers[0] : null;
  }

  function below(field) {
    var row = field.closest("[data-row]");
    var rows = row ? Array.from(row.parentNode.querySelectorAll("[data-row]")) : [];
    var next = rows[rows.indexOf(row) + 1];
    var parts = field.name.split("-");
    return next ? form.elements.namedItem([parts[0], next.dataset.row, parts[2]].join("-")) : null;
  }

  document.addEventListener("viewer:select", function (event) {
    event.preventDefault();
    if (!target || !target.isConnected) { say("Put the cursor into a cell first, then select its words."); return; }
    var field = target, text = event.detail.quote.trim(), row = field.name.split("-").slice(0, 2).join("-");
    var value = field.tagName === "SELECT" ? null : valueOf(field, text);
    var isPlace = field.name === row + "-quote" || field.name === row + "-locator";
    var mark = "mark-" + (isPlace ? row + "-" : field.name);
    remember(event.detail, [field.name, row + "-quote", row + "-locator", mark]);
    if (value !== null && field.name !== row + "-locator") { field.value = value; }
    if (!isPlace || field.name === row + "-locator") { append(form.elements.namedItem(row + "-quote"), text); }
    append(form.elements.namedItem(row + "-locator"), "page " + event.detail.page);
    hidden(mark, place(event.detail));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    if (value === null) {
      say("Quotation and place are filled. The words hold more than one number: select the one that is meant.");
      return;
    }
    say("“" + text.slice(0, 60) + "” fills the cell, its quotation and its place.");
    aim(below(field) || field);
  });

  document.addEventListener("viewer:cells", function (event) {
    event.preventDefault();
    takeBack(event.detail);
    var table = form.elements.namedItem("paste-table"), where = form.elements.namedItem("paste-locator");
    table.value = event.detail.text;
    table.closest("details").open = true;
    // A place that a person typed stays; that of a table taken before does not.
    if (!where.value || where.value === where.dataset.filled) {
      where.value = where.dataset.filled = "page " + event.detail.page;
    }
    hidden("paste-mark", place(event.detail));
    table.dispatchEvent(new Event("change", { bubbles: true }));
    form.querySelector("button[name='do'][value='read']").focus();
    say("The table is in the box for pasting. Read it, and compare before you save.");
  });

  // A table that somebody types over is no longer the one that was selected.
  form.addEventListener("input", function (event) {
    if (event.target.name === "paste-table") { hidden("paste-mark", ""); }
  });

  document.addEventListener("viewer:page", function (event) {
    hidden("viewer-document", event.detail.document);
    hidden("viewer-page", event.detail.page);
  });
}());
