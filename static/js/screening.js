/* Keys for screening: i, e, u and the arrows, for what the buttons and links of the page do. They can be turned off. */
(function () {
  "use strict";
  var box = document.querySelector("[data-screening]");
  var told = document.querySelector("[data-keys]");
  if (!box || !told) { return; }
  var wanted = told.querySelector("input");
  var NAME = "screening-keys";
  told.hidden = false;
  wanted.checked = read() !== "off";
  wanted.addEventListener("change", function () { keep(wanted.checked ? "on" : "off"); });

  function read() {
    try { return window.localStorage.getItem(NAME); } catch (error) { return null; }
  }

  function keep(value) {
    try { window.localStorage.setItem(NAME, value); } catch (error) { /* Not allowed to remember: for this page alone. */ }
  }

  function isTyping(target) {
    return target.matches("textarea, select, input:not([type=radio], [type=checkbox]), pre");
  }

  function decide(key) {
    var button = box.querySelector("[data-key='" + key + "']");
    if (!button) { return false; }
    var reasons = button.form.querySelector("[data-reasons]");
    // An exclusion asks for its reason before it is sent.
    if (reasons && !reasons.querySelector("input:checked")) {
      reasons.querySelector("input").focus();
    } else {
      button.click();
    }
    return true;
  }

  function move(rel) {
    var link = document.querySelector("main a[rel=" + rel + "]");
    if (link) { link.click(); }
    return Boolean(link);
  }

  document.addEventListener("keydown", function (event) {
    if (!wanted.checked || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) { return; }
    var onReasons = event.target.matches("input[type=radio]");
    var done = false;
    if (event.key === "ArrowRight" && !onReasons) { done = move("next"); }
    else if (event.key === "ArrowLeft" && !onReasons) { done = move("prev"); }
    else if (/^[ieu]$/.test(event.key)) { done = decide(event.key); }
    if (done) { event.preventDefault(); }
  });
}());
