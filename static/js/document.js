/* Selecting words of a source document, with the mouse or the keys. A selection is announced to the page by the event
   "viewer:select", and cells of a table in it by "viewer:cells"; see studies/documents/__init__.py. Without JavaScript
   the text of the page stands below its picture. */
(function () {
  "use strict";
  var SVG = "http://www.w3.org/2000/svg";
  var HELP = "Drag over words, or use the arrow keys; Shift with an arrow selects more, Enter takes the selection, T takes it as a table.";

  function start(viewer) {
    if (!viewer || viewer.hasAttribute("data-ready")) { return; }
    if (viewer.dataset.waiting) { window.setTimeout(function () { load(viewer, viewer.dataset.waiting); }, 1500); }
    if (!viewer.dataset.words) { return; }
    viewer.setAttribute("data-ready", "reading");
    fetch(viewer.dataset.words, { credentials: "same-origin" })
      .then(function (response) { return response.ok ? response.json() : null; })
      .then(function (page) { if (page) { prepare(viewer, page); } })
      .catch(function () { /* The text of the page can still be copied. */ });
  }

  function prepare(viewer, page) {
    var lines = viewer.querySelector("[data-lines]");
    var target = lines || viewer.querySelector("[data-frame]");
    if (!target) { return; }
    var surface = lines ? textSurface(lines, page) : pictureSurface(target, page);
    if (!surface.count) { return; }
    var state = { anchor: null, current: null };
    var selected = null;
    var buttons = viewer.querySelector("[data-takers]");
    target.setAttribute("aria-label", "Words of the page. " + HELP);
    viewer.setAttribute("data-ready", "words");
    var stressed = viewer.querySelector(".viewer-mark.is-current, .viewer-hit, .is-found");
    if (stressed && target.scrollHeight > target.clientHeight) {
      target.scrollTop += stressed.getBoundingClientRect().top - target.getBoundingClientRect().top - target.clientHeight / 3;
    }
    say(viewer, HELP);

    target.addEventListener("copy", function (event) {
      if (!selected || !window.getSelection().isCollapsed) { return; }
      event.clipboardData.setData("text/plain", selected.quote);
      event.preventDefault();
    });

    function choose(selection, nothing) {
      selected = selection;
      buttons.hidden = !selection;
      say(viewer, selection ? "“" + shortened(selection.quote) + "”" : nothing);
    }

    function take(name) { if (selected) { announce(viewer, page, selected, name); } }

    buttons.addEventListener("click", function (event) {
      var button = event.target.closest("[data-take]");
      if (button) { take(button.dataset.take); }
    });

    target.addEventListener("keydown", function (event) {
      if (event.ctrlKey || event.metaKey || event.altKey) { return; }
      var isTable = event.key === "t" || event.key === "T";
      if (event.key === "Enter" || isTable) {
        if (!selected) { return; }
        event.preventDefault();
        take(isTable ? "viewer:cells" : "viewer:select");
      } else if (event.key === "Escape") {
        state.anchor = state.current = null;
        choose(surface.select(null, null), HELP);
      } else {
        var next = surface.step(state.current, event.key);
        if (next === null) { return; }
        event.preventDefault();
        state.current = next;
        if (!event.shiftKey || state.anchor === null) { state.anchor = next; }
        surface.reveal(next);
        choose(surface.select(state.anchor, state.current), "");
      }
    });
    surface.listen(function (selection) {
      state.anchor = state.current = null;
      choose(selection, "Nothing was selected.");
      take("viewer:select");
    });
  }

  function say(viewer, text) {
    var place = viewer.querySelector("[data-selection]");
    if (place) { place.textContent = text; }
  }

  function showText(viewer, text) {
    var box = viewer.querySelector("[data-taken]");
    box.hidden = false;
    box.querySelector("textarea").value = text;
    box.querySelector("textarea").select();
  }

  function shortened(text) { return text.length > 200 ? text.slice(0, 200) + "…" : text; }

  /* The event bears what studies/curation/source_marks.py reads; for a table also its text with tabs. A page that uses
     it calls preventDefault(); else a table is shown below the page of the document, to be copied. */
  function announce(viewer, page, selection, name) {
    var detail = Object.assign({ document: page.document, page: page.page }, selection);
    function send() {
      var isUnused = viewer.dispatchEvent(new CustomEvent(name, { bubbles: true, cancelable: true, detail: detail }));
      if (isUnused && detail.text) { showText(viewer, detail.text); }
    }
    if (name !== "viewer:cells") { send(); return; }
    var query = new URLSearchParams();
    ["left", "top", "right", "bottom", "start", "end"].forEach(function (side) {
      if (side in selection) { query.set(side, selection[side]); }
    });
    fetch(viewer.dataset.cells + "?" + query, { credentials: "same-origin" })
      .then(function (response) { return response.ok ? response.json() : null; })
      .then(function (cells) {
        if (!cells) { return; }
        detail.text = cells.text;
        send();
      })
      .catch(function () { say(viewer, "The table could not be read; try again."); });
  }

  /* A page with a picture: words are boxes. A selection is a box, and the words whose middle is in it. */
  function pictureSurface(frame, page) {
    var svg = frame.querySelector("[data-picture]");
    var layer = frame.querySelector("[data-layer]");
    var words = page.words.map(function (word) {
      return { text: word[0], left: word[1], top: word[2], right: word[3], bottom: word[4], x: (word[1] + word[3]) / 2, y: (word[2] + word[4]) / 2 };
    });
    var from = null;

    function draw(kind, box) {
      var rect = document.createElementNS(SVG, "rect");
      rect.setAttribute("class", kind);
      rect.setAttribute("x", box.left);
      rect.setAttribute("y", box.top);
      rect.setAttribute("width", Math.max(box.right - box.left, 0.1));
      rect.setAttribute("height", Math.max(box.bottom - box.top, 0.1));
      layer.appendChild(rect);
      return rect;
    }

    function within(box) {
      return words.filter(function (word) {
        return word.x >= box.left && word.x <= box.right && word.y >= box.top && word.y <= box.bottom;
      });
    }

    function around(some) {
      return {
        left: Math.min.apply(null, some.map(function (word) { return word.left; })),
        top: Math.min.apply(null, some.map(function (word) { return word.top; })),
        right: Math.max.apply(null, some.map(function (word) { return word.right; })),
        bottom: Math.max.apply(null, some.map(function (word) { return word.bottom; }))
      };
    }

    function mark(box, current) {
      layer.textContent = "";
      if (!box) { return null; }
      var inside = within(box);
      inside.forEach(function (word) { draw("viewer-word" + (word === current ? " is-current" : ""), word); });
      if (!inside.length) { return null; }
      var quote = inside.map(function (word) { return word.text; }).join(" ");
      return Object.assign(around(inside), { quote: quote });
    }

    function point(event) {
      var at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      return { x: at.x, y: at.y };
    }

    function dragged(event) {
      var to = point(event);
      return { left: Math.min(from.x, to.x), right: Math.max(from.x, to.x), top: Math.min(from.y, to.y), bottom: Math.max(from.y, to.y) };
    }

    function wordAt(box) {
      return words.filter(function (word) {
        return word.left <= box.left && box.left <= word.right && word.top <= box.top && box.top <= word.bottom;
      })[0] || null;
    }

    /* The word on the next line, up or down, that is nearest to this one. */
    function beside(word, direction) {
      var best = null, cost = Infinity;
      words.forEach(function (other, index) {
        var down = (other.y - word.y) * direction;
        if (down < (word.bottom - word.top) / 2) { return; }
        var price = down * 4 + Math.abs(other.left - word.left);
        if (price < cost) { cost = price; best = index; }
      });
      return best;
    }

    return {
      count: words.length,
      select: function (anchor, current) {
        return mark(current === null ? null : around([words[anchor], words[current]]), words[current]);
      },
      step: function (current, key) {
        if (!/^(Arrow(Left|Right|Up|Down)|Home|End)$/.test(key)) { return null; }
        if (current === null || key === "Home") { return 0; }
        if (key === "End") { return words.length - 1; }
        if (key === "ArrowRight") { return Math.min(current + 1, words.length - 1); }
        if (key === "ArrowLeft") { return Math.max(current - 1, 0); }
        var found = beside(words[current], key === "ArrowDown" ? 1 : -1);
        return found === null ? current : found;
      },
      reveal: function (index) {
        var matrix = svg.getScreenCTM();
        var spot = new DOMPoint(words[index].x, words[index].y).matrixTransform(matrix);
        var seen = frame.getBoundingClientRect();
        if (spot.y < seen.top + 20 || spot.y > seen.bottom - 20) { frame.scrollTop += spot.y - (seen.top + seen.bottom) / 2; }
        if (spot.x < seen.left + 40 || spot.x > seen.right - 40) { frame.scrollLeft += spot.x - (seen.left + seen.right) / 2; }
      },
      listen: function (chosen) {
        svg.addEventListener("pointerdown", function (event) {
          if (event.button !== 0 || event.pointerType === "touch") { return; }
          from = point(event);
          svg.setPointerCapture(event.pointerId);
        });
        svg.addEventListener("pointermove", function (event) {
          if (!from) { return; }
          var box = dragged(event);
          mark(box, null);
          draw("viewer-drag", box);
        });
        svg.addEventListener("pointerup", function (event) {
          if (!from) { return; }
          var box = dragged(event);
          from = null;
          if (box.right - box.left < 2 && box.bottom - box.top < 2) { box = wordAt(box); }
          frame.focus({ preventScroll: true });
          chosen(mark(box, null));
        });
        /* A finger scrolls the page; what it taps is taken. */
        svg.addEventListener("click", function (event) {
          if (event.pointerType === "touch") { from = point(event); chosen(mark(wordAt(dragged(event)), null)); from = null; }
        });
        svg.addEventListener("pointercancel", function () { from = null; mark(null, null); });
      }
    };
  }

  /* Where the page marked what was searched for, in letters. */
  function foundIn(line, at) {
    var ranges = [];
    line.childNodes.forEach(function (node) {
      if (node.nodeName === "MARK") { ranges.push([at, at + node.textContent.length]); }
      at += node.textContent.length;
    });
    return ranges;
  }

  /* A page of text: words are ranges of letters. A selection is a range. */
  function textSurface(list, page) {
    var tokens = [];
    list.querySelectorAll("li").forEach(function (line, number) {
      var text = line.textContent, at = Number(line.dataset.start), found = foundIn(line, at);
      line.textContent = "";
      text.split(/(\s+)/).forEach(function (part) {
        if (/\S/.test(part)) {
          var span = document.createElement("span");
          span.className = "viewer-token";
          if (found.some(function (range) { return range[0] < at + part.length && at < range[1]; })) { span.classList.add("is-found"); }
          span.textContent = part;
          line.appendChild(span);
          tokens.push({ text: part, start: at, end: at + part.length, line: number, span: span });
        } else if (part) {
          line.appendChild(document.createTextNode(part));
        }
        at += part.length;
      });
    });
    page.marks.forEach(function (mark) {
      tokens.forEach(function (token) {
        if (mark.start !== null && token.start < mark.end && mark.start < token.end) { token.span.classList.add("is-marked"); }
      });
    });

    function mark(first, last, current) {
      tokens.forEach(function (token, index) {
        token.span.classList.toggle("is-selected", first !== null && index >= first && index <= last);
        token.span.classList.toggle("is-current", index === current);
      });
      if (first === null) { return null; }
      var quote = tokens.slice(first, last + 1).map(function (token) { return token.text; }).join(" ");
      return { start: tokens[first].start, end: tokens[last].end, quote: quote };
    }

    return {
      count: tokens.length,
      select: function (anchor, current) {
        return current === null ? mark(null, null, null) : mark(Math.min(anchor, current), Math.max(anchor, current), current);
      },
      step: function (current, key) {
        if (!/^(Arrow(Left|Right|Up|Down)|Home|End)$/.test(key)) { return null; }
        if (current === null || key === "Home") { return 0; }
        if (key === "End") { return tokens.length - 1; }
        if (key === "ArrowRight") { return Math.min(current + 1, tokens.length - 1); }
        if (key === "ArrowLeft") { return Math.max(current - 1, 0); }
        var index = current, by = key === "ArrowDown" ? 1 : -1;
        while (tokens[index + by] && tokens[index].line === tokens[current].line) { index += by; }
        return index;
      },
      reveal: function (index) { tokens[index].span.scrollIntoView({ block: "nearest" }); },
      listen: function (chosen) {
        list.addEventListener("mouseup", function () {
          var selection = window.getSelection();
          if (selection.isCollapsed) { return; }
          var inside = [];
          tokens.forEach(function (token, index) { if (selection.containsNode(token.span, true)) { inside.push(index); } });
          if (inside.length) { chosen(mark(inside[0], inside[inside.length - 1], null)); }
        });
      }
    };
  }

  /* Beside a form, steps and searches change the viewer only. */
  function load(viewer, address) {
    fetch(address + (address.indexOf("?") < 0 ? "?" : "&") + "fragment=", { credentials: "same-origin" })
      .then(function (response) { return response.ok ? response.text() : null; })
      .then(function (text) {
        if (text === null) { window.location.assign(address); return; }
        var holder = document.createElement("div");
        holder.innerHTML = text;
        var next = holder.querySelector("[data-viewer]");
        viewer.replaceWith(next);
        start(next);
        next.dispatchEvent(new CustomEvent("viewer:page", { bubbles: true, detail: { document: next.dataset.document, page: next.dataset.page } }));
      })
      .catch(function () { window.location.assign(address); });
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest("[data-viewer] a[data-viewer-link]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    event.preventDefault();
    load(link.closest("[data-viewer]"), link.getAttribute("href"));
  });
  document.addEventListener("submit", function (event) {
    var form = event.target.closest("form[data-viewer-search]");
    if (!form) { return; }
    event.preventDefault();
    load(form.closest("[data-viewer]"), form.getAttribute("action") + "?" + new URLSearchParams(new FormData(form)));
  });

  window.SourceViewer = { start: start, load: load };
  document.querySelectorAll("[data-viewer]").forEach(start);
}());
