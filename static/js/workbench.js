/* Shows derived values of a row and the comparison of arms while they are typed, keeps a draft on the server, and warns
   before unsaved changes are lost. Without JavaScript the buttons of the page do the same. */
(function () {
  "use strict";
  var form = document.querySelector("form.workbench[data-row-address]");
  if (!form) { return; }
  var hasUnsavedChanges = false;
  var latestRequests = new WeakMap();

  function updatePlace(address, fields, place, row, done) {
    var data = new FormData();
    if (row) { data.append("row", row); }
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    fields.forEach(function (field) {
      if (field.name && (field.type !== "checkbox" || field.checked)) { data.append(field.name, field.value); }
    });
    var request = (latestRequests.get(place) || 0) + 1;
    latestRequests.set(place, request);
    fetch(address, { method: "POST", body: data, credentials: "same-origin" })
      .then(function (response) { return response.ok ? response.text() : null; })
      .then(function (text) {
        // Ignore a response to values that have changed since.
        if (text === null || latestRequests.get(place) !== request) { return; }
        place.innerHTML = text;
        if (done) { done(place); }
      })
      .catch(function () { /* The page stays unchanged; "Check only" shows the same. */ });
  }

  // What the typed cell says of other cells: the weeks of a time, the SD of a mean that is typed with it.
  function fillCells(row, typed) {
    return function (place) {
      place.querySelectorAll("[data-fill]").forEach(function (filled) {
        var cell = row.querySelector("[name$='-" + filled.dataset.fill + "']");
        var isWeeks = filled.dataset.fill === "weeks";
        if (cell && (!isWeeks || typed.endsWith("-timepoint_label") || typed.endsWith("-weeks"))) {
          cell.value = filled.getAttribute("value");
        }
      });
    };
  }

  // The effects of what is typed: after a pause, for every row can change them.
  var effects = form.querySelector("[data-effects]"), pause = null;

  function showEffects() {
    var fields = Array.from(form.querySelectorAll("[name='spread'], [data-grid] [name], [data-record='arms'] [name]"));
    var part = document.createElement("input");
    part.name = "part";
    part.value = "effects";
    updatePlace(form.dataset.effectsAddress, fields.concat(part), effects);
  }

  form.querySelector("[data-effects-button]").addEventListener("click", function (event) {
    event.preventDefault();
    showEffects();
  });

  form.addEventListener("change", function (event) {
    hasUnsavedChanges = true;
    if (event.target.closest("[data-grid], [data-record='arms']")) {
      window.clearTimeout(pause);
      pause = window.setTimeout(showEffects, 700);
    }
    var row = event.target.closest("[data-grid='results'] [data-row]");
    if (row) {
      var place = row.nextElementSibling.querySelector("[data-notes]");
      // A spread may follow from the other arm and a printed P, so all tables are sent.
      var tables = form.querySelectorAll(
        "[name='spread'], [data-grid] input, [data-grid] select, [data-grid] textarea, [data-record='arms'] input, [data-record='arms'] select"
      );
      updatePlace(form.dataset.rowAddress, tables, place, row.dataset.row, fillCells(row, event.target.name));
    }
    if (event.target.closest("[data-record='arms']")) {
      var arms = form.querySelectorAll("[data-record='arms'] input, [data-record='arms'] select");
      updatePlace(form.dataset.pairsAddress, arms, form.querySelector("[data-pairs]"));
    }
  });

  // What is typed is kept as a draft every few seconds; only its author sees it.
  var isDraftOld = false, sending = null, timer = null;
  var draftStatus = form.querySelector("[data-draft-status]");

  function keepDraft() {
    if (!isDraftOld || sending) { return; }
    isDraftOld = false;
    sending = new AbortController();
    fetch(form.dataset.draftAddress, {
      method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "same-origin", signal: sending.signal
    })
      .then(function (response) {
        if (!response.ok || response.redirected) { throw new Error("not kept"); }
        return response.text();
      })
      .then(function (text) { draftStatus.textContent = text.trim(); })
      .catch(function () {
        isDraftOld = true;
        draftStatus.textContent = "The draft could not be kept just now: save before you leave the page.";
      })
      .finally(function () { sending = null; });
  }

  form.addEventListener("input", function () { isDraftOld = true; });
  form.addEventListener("change", function () { isDraftOld = true; });
  timer = window.setInterval(keepDraft, 4000);

  form.addEventListener("submit", function () {
    hasUnsavedChanges = false;
    window.clearInterval(timer);
    if (sending) { sending.abort(); }
  });
  window.addEventListener("beforeunload", function (event) {
    if (hasUnsavedChanges) { event.preventDefault(); }
  });
}());
