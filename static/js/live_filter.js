/* Shows a reader's own selection as they choose it. Without this script the button of the form does the same. */
(function () {
  "use strict";
  var form = document.querySelector("form.choose");
  if (!form || !window.fetch || !window.DOMParser) { return; }
  var newest = 0;

  function address() {
    var chosen = new URLSearchParams();
    new FormData(form).forEach(function (value, name) { if (value !== "") { chosen.append(name, value); } });
    var said = chosen.toString();
    return form.action.split("#")[0] + (said ? "?" + said : "");
  }

  function parts(page) { return Array.prototype.slice.call(page.querySelectorAll("[data-live]")); }

  function busy(yes) { parts(document).forEach(function (part) { part.setAttribute("aria-busy", String(yes)); }); }

  function put(text) {
    var page = new DOMParser().parseFromString(text, "text/html");
    parts(page).forEach(function (fresh) {
      var stale = document.querySelector("[data-live='" + fresh.dataset.live + "']");
      if (stale) { stale.replaceChildren.apply(stale, Array.prototype.slice.call(fresh.childNodes)); }
    });
  }

  form.addEventListener("change", function () {
    var asked = newest += 1;
    var there = address();
    busy(true);
    fetch(there, { credentials: "same-origin" })
      .then(function (answer) { if (!answer.ok) { throw new Error(answer.status); } return answer.text(); })
      .then(function (text) {
        if (asked !== newest) { return; }
        put(text);
        window.history.replaceState(null, "", there);
        busy(false);
      })
      // The server could not be asked: the whole page says so better than half of it could.
      .catch(function () { if (asked === newest) { form.submit(); } });
  });
}());
