/* Shows the progress of a running import. Without JavaScript the page says how to see the current state. */
(function () {
  "use strict";
  var box = document.querySelector("[data-progress]");
  if (!box) { return; }
  var bar = box.querySelector("progress");
  var label = box.querySelector("[data-words]");

  function show(progress) {
    if (!progress.in_progress) { window.location.reload(); return; }
    if (progress.expected) { bar.max = progress.expected; bar.value = progress.done; }
    label.textContent = progress.label + ": " + progress.done + (progress.expected ? " of about " + progress.expected : "") + " entries";
    window.setTimeout(fetchProgress, 1000);
  }

  function fetchProgress() {
    fetch(box.dataset.progress, { credentials: "same-origin" })
      .then(function (response) { return response.json(); })
      .then(show)
      .catch(function () { window.setTimeout(fetchProgress, 5000); });
  }

  window.setTimeout(fetchProgress, 1000);
}());
