/* Moves the progress of an import that is being worked on; without it the page says how to see the latest. */
(function () {
  "use strict";
  var box = document.querySelector("[data-progress]");
  if (!box) { return; }
  var bar = box.querySelector("progress");
  var words = box.querySelector("[data-words]");

  function show(said) {
    if (!said.in_progress) { window.location.reload(); return; }
    if (said.expected) { bar.max = said.expected; bar.value = said.done; }
    words.textContent = said.label + ": " + said.done + (said.expected ? " of about " + said.expected : "") + " entries";
    window.setTimeout(ask, 1000);
  }

  function ask() {
    fetch(box.dataset.progress, { credentials: "same-origin" })
      .then(function (answer) { return answer.json(); })
      .then(show)
      .catch(function () { window.setTimeout(ask, 5000); });
  }

  window.setTimeout(ask, 1000);
}());
