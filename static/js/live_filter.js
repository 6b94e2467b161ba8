/* Updates the page while a reader changes the filter. Without JavaScript the submit button does the same. */
(function () {
  "use strict";
  var form = document.querySelector("form.choose");
  if (!form || !window.fetch || !window.DOMParser) { return; }
  var latestRequest = 0;

  function filteredAddress() {
    var parameters = new URLSearchParams();
    new FormData(form).forEach(function (value, name) { if (value !== "") { parameters.append(name, value); } });
    var query = parameters.toString();
    return form.action.split("#")[0] + (query ? "?" + query : "");
  }

  function liveParts(page) { return Array.prototype.slice.call(page.querySelectorAll("[data-live]")); }

  function setBusy(isBusy) { liveParts(document).forEach(function (part) { part.setAttribute("aria-busy", String(isBusy)); }); }

  function replaceParts(text) {
    var page = new DOMParser().parseFromString(text, "text/html");
    liveParts(page).forEach(function (newPart) {
      var oldPart = document.querySelector("[data-live='" + newPart.dataset.live + "']");
      if (oldPart) { oldPart.replaceChildren.apply(oldPart, Array.prototype.slice.call(newPart.childNodes)); }
    });
  }

  form.addEventListener("change", function () {
    var request = latestRequest += 1;
    var address = filteredAddress();
    setBusy(true);
    fetch(address, { credentials: "same-origin" })
      .then(function (response) {
        if (!response.ok) { throw new Error(response.status); }
        // The site answers with the short form of the address.
        address = response.url;
        return response.text();
      })
      .then(function (text) {
        if (request !== latestRequest) { return; }
        replaceParts(text);
        window.history.replaceState(null, "", address);
        setBusy(false);
      })
      // The request failed: load the whole page rather than show half of it.
      .catch(function () { if (request === latestRequest) { form.submit(); } });
  });
}());
