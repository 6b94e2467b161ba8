/* Keyboard shortcuts for screening: i, e, u and the arrows press the buttons and links of the page. They can be turned off. */
(function () {
  "use strict";
  var box = document.querySelector("[data-screening]");
  var shortcuts = document.querySelector("[data-keys]");
  if (!box || !shortcuts) { return; }
  var checkbox = shortcuts.querySelector("input");
  var STORAGE_KEY = "screening-keys";
  shortcuts.hidden = false;
  checkbox.checked = readSetting() !== "off";
  checkbox.addEventListener("change", function () { saveSetting(checkbox.checked ? "on" : "off"); });

  function readSetting() {
    try { return window.localStorage.getItem(STORAGE_KEY); } catch (error) { return null; }
  }

  function saveSetting(value) {
    try { window.localStorage.setItem(STORAGE_KEY, value); } catch (error) { /* Storage is not allowed: the setting holds for this page only. */ }
  }

  function isTyping(target) {
    return target.matches("textarea, select, input:not([type=radio], [type=checkbox]), pre");
  }

  function decide(key) {
    var button = box.querySelector("[data-key='" + key + "']");
    if (!button) { return false; }
    var reasons = button.form.querySelector("[data-reasons]");
    // An exclusion needs a reason before it is sent.
    if (reasons && !reasons.querySelector("input:checked")) {
      reasons.querySelector("input").focus();
    } else {
      button.click();
    }
    return true;
  }

  function follow(rel) {
    var link = document.querySelector("main a[rel=" + rel + "]");
    if (link) { link.click(); }
    return Boolean(link);
  }

  document.addEventListener("keydown", function (event) {
    if (!checkbox.checked || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) { return; }
    var onReasons = event.target.matches("input[type=radio]");
    var handled = false;
    if (event.key === "ArrowRight" && !onReasons) { handled = follow("next"); }
    else if (event.key === "ArrowLeft" && !onReasons) { handled = follow("prev"); }
    else if (/^[ieu]$/.test(event.key)) { handled = decide(event.key); }
    if (handled) { event.preventDefault(); }
  });
}());
