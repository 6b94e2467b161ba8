/* Comfort on the workbench: what follows from a row, and what the arms compare, is said while it is typed; leaving
   with something unsaved asks first. Without it the buttons of the page do all of this. */
(function () {
  "use strict";
  var form = document.querySelector("form.workbench[data-row-address]");
  if (!form) { return; }
  var touched = false;
  var latest = new WeakMap();

  function ask(address, fields, place, row) {
    var sent = new FormData();
    if (row) { sent.append("row", row); }
    sent.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    fields.forEach(function (field) {
      if (field.name && (field.type !== "checkbox" || field.checked)) { sent.append(field.name, field.value); }
    });
    var turn = (latest.get(place) || 0) + 1;
    latest.set(place, turn);
    fetch(address, { method: "POST", body: sent, credentials: "same-origin" })
      .then(function (answer) { return answer.ok ? answer.text() : null; })
      .then(function (text) {
        // An answer that a later one has overtaken says what is no longer typed.
        if (text !== null && latest.get(place) === turn) { place.innerHTML = text; }
      })
      .catch(function () { /* The page is as it was; "Check only" says the same. */ });
  }

  form.addEventListener("change", function (event) {
    touched = true;
    var row = event.target.closest("[data-grid='results'] [data-row]");
    if (row) {
      var place = row.nextElementSibling.querySelector("[data-notes]");
      // A spread may follow from the other arm and a printed P: the tables go along.
      var tables = form.querySelectorAll(
        "[data-grid] input, [data-grid] select, [data-grid] textarea, [data-record='arms'] input, [data-record='arms'] select"
      );
      ask(form.dataset.rowAddress, tables, place, row.dataset.row);
    }
    if (event.target.closest("[data-record='arms']")) {
      var arms = form.querySelectorAll("[data-record='arms'] input, [data-record='arms'] select");
      ask(form.dataset.pairsAddress, arms, form.querySelector("[data-pairs]"));
    }
  });

  form.addEventListener("submit", function () { touched = false; });
  window.addEventListener("beforeunload", function (event) {
    if (touched) { event.preventDefault(); }
  });
}());
