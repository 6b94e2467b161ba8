/* Shows derived values of a row and the comparison of arms while they are typed, and warns before unsaved changes are
   lost. Without JavaScript the buttons of the page do the same. */
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

  // A time in words fills the weeks that it names.
  function fillWeeks(row) {
    return function (place) {
      var named = place.querySelector("[data-fill='weeks']");
      var weeks = row.querySelector("[name$='-weeks']");
      if (named && weeks) { weeks.value = named.getAttribute("value"); }
    };
  }

  form.addEventListener("change", function (event) {
    hasUnsavedChanges = true;
    var row = event.target.closest("[data-grid='results'] [data-row]");
    if (row) {
      var place = row.nextElementSibling.querySelector("[data-notes]");
      // A spread may follow from the other arm and a printed P, so all tables are sent.
      var tables = form.querySelectorAll(
        "[data-grid] input, [data-grid] select, [data-grid] textarea, [data-record='arms'] input, [data-record='arms'] select"
      );
      var isTime = event.target.name.endsWith("-timepoint_label");
      updatePlace(form.dataset.rowAddress, tables, place, row.dataset.row, isTime ? fillWeeks(row) : null);
    }
    if (event.target.closest("[data-record='arms']")) {
      var arms = form.querySelectorAll("[data-record='arms'] input, [data-record='arms'] select");
      updatePlace(form.dataset.pairsAddress, arms, form.querySelector("[data-pairs]"));
    }
  });

  form.addEventListener("submit", function () { hasUnsavedChanges = false; });
  window.addEventListener("beforeunload", function (event) {
    if (hasUnsavedChanges) { event.preventDefault(); }
  });
}());
