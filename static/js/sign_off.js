/* Sign-off by keys: Enter or y confirms the current number and goes on, with Shift all numbers of its row and, of a
   result, those of the other arms at that time, which papers print in one line; n raises a query, the arrows move. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-numbers]");
  var hint = document.querySelector("[data-keys]");
  if (!form || !hint) { return; }
  hint.hidden = false;
  var current = null;
  var isSending = false;
  /* Numbers with a query raised in this tab: Enter goes past them, after the page has come back too. */
  var queried = "queried " + form.action;
  var panel = document.querySelector("[data-source-panel]");
  var shown = "";

  /* The page of the document on which the number is marked, or where it is found, beside the list. */
  function showSource(line) {
    var link = line.querySelector("[data-source]");
    if (!panel || !link) { return; }
    if (link.href === shown) { highlight(link.dataset.quote); return; }
    var address = new URL(link.href);
    shown = link.href;
    address.searchParams.set("fragment", "");
    fetch(address, { credentials: "same-origin" })
      .then(function (response) { return response.ok ? response.text() : ""; })
      .then(function (html) {
        /* Another number may be current by now. */
        if (!html || link.href !== shown) { return; }
        panel.innerHTML = html;
        highlight(link.dataset.quote);
        /* A number without a mark is searched: on to the first page that has it. */
        var elsewhere = panel.querySelector(".viewer-found a[data-viewer-link]");
        if (elsewhere && !panel.querySelector(".viewer-hit, mark")) { elsewhere.click(); }
      })
      .catch(function () { shown = ""; });
  }

  function highlight(quote) {
    panel.querySelectorAll(".viewer-mark").forEach(function (mark) {
      var title = mark.querySelector("title");
      mark.classList.toggle("is-current", Boolean(quote && title && title.textContent === quote));
    });
    var mark = panel.querySelector(".viewer-mark.is-current, .viewer-hit");
    if (mark) { mark.scrollIntoView({ block: "nearest" }); }
  }

  function lines() { return Array.from(form.querySelectorAll("[data-number]")); }

  function isOpen(line) { return Boolean(line.querySelector("input[name=confirm]")); }

  function show(line) {
    if (current) { current.classList.remove("is-current"); }
    current = line;
    if (!line) { return; }
    line.classList.add("is-current");
    (line.querySelector("input, button") || line).focus({ preventScroll: true });
    line.scrollIntoView({ block: "nearest" });
    showSource(line);
  }

  function move(step) {
    var all = lines();
    var place = all.indexOf(current) + step;
    if (place >= 0 && place < all.length) { show(all[place]); }
  }

  function goOn() {
    var all = lines();
    var after = all.slice(all.indexOf(current) + 1).concat(all.slice(0, all.indexOf(current)));
    var next = after.find(function (line) { return isOpen(line) && !line.dataset.seen; });
    if (next) { show(next); } else { finish(); }
  }

  /* Nothing is left to confirm: on to what was read. */
  function finish() {
    var field = document.getElementById("id_read_as");
    if (field) { field.focus(); }
  }

  function replace(parts) {
    Object.keys(parts).forEach(function (id) {
      var old = document.getElementById(id);
      if (!old) { return; }
      var template = document.createElement("template");
      template.innerHTML = parts[id].trim();
      old.replaceWith(template.content.firstElementChild);
    });
  }

  /* The numbers in the printed line of the current one that are not confirmed. */
  function row() {
    var own = current.closest("section");
    return lines().filter(function (line) {
      var section = line.closest("section");
      var isWithin = section === own || (own.dataset.line && section.dataset.line === own.dataset.line);
      return isWithin && isOpen(line) && !line.dataset.seen;
    });
  }

  function confirm(chosen) {
    if (isSending || !chosen.length) { return; }
    var boxes = chosen.map(function (line) { return line.querySelector("input[name=confirm]"); });
    var data = new FormData();
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    boxes.forEach(function (box) { data.append("confirm", box.value); });
    isSending = true;
    fetch(form.action, { method: "POST", body: data, credentials: "same-origin", headers: { Accept: "application/json" } })
      .then(function (response) {
        if (!response.ok) { throw new Error(response.statusText); }
        return response.json();
      })
      .then(function (answer) {
        var id = chosen[chosen.length - 1].id;
        replace(answer.parts);
        current = document.getElementById(id);
        isSending = false;
        goOn();
      })
      /* Refused, or logged out meanwhile: the form says why. */
      .catch(function () {
        boxes.forEach(function (box) { box.checked = true; });
        form.submit();
      });
  }

  function keys() { return (window.sessionStorage.getItem(queried) || "").split(" ").filter(Boolean); }

  function pass(line) { if (line) { line.dataset.seen = "1"; } }

  function raise() {
    var box = document.querySelector("[data-raise]");
    pass(current);
    box.open = true;
    box.querySelector("select").value = current.dataset.number;
    box.querySelector("input[name=problem]").focus();
  }

  function isTyping(target) { return target.matches("textarea, select, a, summary, input:not([type=checkbox])"); }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !current) { return; }
    /* A key that is held down confirms one number, not all. */
    if (event.repeat && !event.key.startsWith("Arrow")) { event.preventDefault(); return; }
    var isElsewhere = event.target.matches("button") && !form.contains(event.target);
    if (event.key === "ArrowDown") { move(1); }
    else if (event.key === "ArrowUp") { move(-1); }
    else if (event.shiftKey && event.key === "Enter" && !isElsewhere) { confirm(row()); }
    else if (event.key === "y" || (event.key === "Enter" && !isElsewhere && isOpen(current))) {
      confirm([current].filter(isOpen));
    }
    else if (event.key === "n") { raise(); }
    else { return; }
    event.preventDefault();
  });
  form.addEventListener("focusin", function (event) {
    var line = event.target.closest("[data-number]");
    if (line && line !== current) { show(line); }
  });

  var raising = document.querySelector("[data-raise] form");
  raising.addEventListener("submit", function () {
    window.sessionStorage.setItem(queried, keys().concat(raising.elements.number.value).join(" "));
  });
  keys().forEach(function (key) { pass(document.getElementById("number-" + key)); });
  show(lines().find(function (line) { return isOpen(line) && !line.dataset.seen; }) || lines()[0]);
}());
