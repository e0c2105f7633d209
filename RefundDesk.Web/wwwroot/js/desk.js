// The theme before the first paint, the keys, and what only the browser knows. Loaded before anything is drawn.
(() => {
  "use strict";

  const system = window.matchMedia("(prefers-color-scheme: dark)");

  function chosen() {
    try {
      const theme = localStorage.getItem("desk.theme");
      return theme === "light" || theme === "dark" ? theme : "system";
    } catch {
      return "system"; // storage is switched off in this browser
    }
  }

  function apply() {
    const theme = chosen();
    const dark = theme === "dark" || (theme === "system" && system.matches);
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    return { theme, dark, zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
  }

  function chooseTheme(theme) {
    try {
      localStorage.setItem("desk.theme", theme);
    } catch {
      // without storage the choice holds for nothing but this page
    }
    return apply();
  }

  // The open page, which draws some parts itself and is told when the system turns dark or light.
  let page = null;

  function start(follower) {
    page = follower;
    return apply();
  }

  system.addEventListener("change", () => {
    const { dark } = apply();
    page?.invokeMethodAsync("FollowSystemAsync", dark);
  });
  apply();
  // A row that was chosen by a key stays in sight, below the sticky heading.
  function reveal(id) {
    const row = document.getElementById(id);
    const box = row?.closest(".queue-rows");
    if (!box) { return; }
    const head = box.querySelector("thead")?.offsetHeight ?? 0;
    const [place, frame] = [row.getBoundingClientRect(), box.getBoundingClientRect()];
    if (place.top < frame.top + head) { box.scrollTop -= frame.top + head - place.top; }
    if (place.bottom > frame.bottom) { box.scrollTop += place.bottom - frame.bottom; }
  }

  window.desk = { start, chooseTheme, reveal };

  // Keys: any visible element with data-key="a" or data-key="g q" is clicked when its keys are pressed outside a text field.
  let pressed = [];
  let forget = 0;

  const isTyping = target => target instanceof HTMLElement
    && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !/^(checkbox|radio|button|submit)$/.test(target.type || ""));

  const isUsable = element => element.getClientRects().length > 0 && !element.disabled && element.getAttribute("aria-disabled") !== "true";

  const holders = () => {
    const open = document.querySelector(".mud-dialog-container");
    return [...(open ?? document).querySelectorAll("[data-key]:not([data-key=''])")].filter(isUsable);
  };

  // Enter pressed before the circuit drew the page is done as soon as the page offers it: opening harms nothing. Whoever does
  // something else meanwhile no longer wants it.
  let early = null;

  function forgetEarly() {
    early?.disconnect();
    early = null;
  }

  function openWhenDrawn() {
    forgetEarly();
    early = new MutationObserver(() => {
      const opens = holders().find(e => e.dataset.key === "Enter");
      if (opens || document.querySelector(".shell main h1")) { forgetEarly(); opens?.click(); }
    });
    early.observe(document.documentElement, { childList: true, subtree: true });
  }

  function help() {
    document.querySelector("dialog.sheet-help")?.remove();
    const dialog = document.createElement("dialog");
    dialog.className = "sheet-help";
    dialog.setAttribute("aria-label", "Keys");
    const heading = document.createElement("h2");
    heading.textContent = "Keys";
    const list = document.createElement("dl");
    const rows = [["/", "Search"], ...holders().map(e => [e.dataset.key, e.dataset.keyLabel || e.getAttribute("aria-label") || label(e)]), ["?", "This list"], ["Esc", "Close"]];
    for (const [keys, words] of rows) {
      const term = document.createElement("dt");
      for (const key of keys.split(" ")) {
        const cap = document.createElement("kbd");
        cap.textContent = key;
        term.append(cap, " ");
      }
      const meaning = document.createElement("dd");
      meaning.textContent = words;
      list.append(term, meaning);
    }
    dialog.append(heading, list);
    dialog.addEventListener("close", () => dialog.remove());
    dialog.addEventListener("click", event => { if (event.target === dialog) { dialog.close(); } });
    document.body.append(dialog);
    dialog.showModal();
  }

  function label(element) {
    const copy = element.cloneNode(true);
    copy.querySelectorAll("kbd, span, i").forEach(extra => extra.remove());
    return copy.textContent.trim() || element.textContent.trim();
  }

  document.addEventListener("keydown", event => {
    if (event.key === "Escape") {
      document.querySelectorAll("details[data-menu][open]").forEach(menu => { menu.open = false; });
      if (event.target instanceof HTMLElement && event.target.id === "desk-search") { event.target.blur(); }
      return;
    }
    forgetEarly();
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target) || document.querySelector("dialog[open]")) {
      return;
    }
    if (event.key === "/") {
      const search = document.getElementById("desk-search");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
      return;
    }
    if (event.key === "?") { event.preventDefault(); help(); return; }
    // Arrows do what j and k do where a list offers them.
    const name = { ArrowDown: "j", ArrowUp: "k" }[event.key] ?? event.key;
    if (name.length !== 1 && name !== "Enter") { return; }

    clearTimeout(forget);
    pressed = [...pressed.slice(-1), name];
    const all = holders();
    if (name === "Enter" && event.target === document.body && !document.querySelector("main")) { openWhenDrawn(); return; }
    const hit = all.find(e => e.dataset.key === pressed.join(" ")) ?? all.find(e => e.dataset.key === name);
    if (hit) {
      if (event.key === "Enter" && event.target instanceof HTMLElement && event.target.closest("a, button")) { return; }
      event.preventDefault();
      pressed = [];
      hit.click();
      return;
    }
    forget = setTimeout(() => { pressed = []; }, 900);
  });

  // A line of a text that is written, marked and brought into sight.
  function goToLine(text, line) {
    if (!text) { return; }
    const lines = text.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    text.focus({ preventScroll: true });
    text.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
    const height = text.scrollHeight / lines.length;
    text.parentElement.scrollTop = Math.max(0, (line - 4) * height);
  }

  // The field of a fault may be in a section that the circuit is yet to draw: it is waited for, not for long.
  function goToField(id) {
    const until = performance.now() + 3000;
    const look = () => {
      let field = document.getElementById(id);
      for (let around = id; !field && around.includes("-");) { around = around.replace(/-[^-]*$/, ""); field = document.getElementById(around); }
      if (field) { field.focus(); field.scrollIntoView({ block: "nearest" }); } else if (performance.now() < until) { requestAnimationFrame(look); }
    };
    look();
  }

  document.addEventListener("click", event => {
    const target = event.target instanceof Element ? event.target : null;
    forgetEarly();
    document.querySelectorAll("details[data-menu][open]").forEach(menu => { if (!menu.contains(target)) { menu.open = false; } });
    if (target?.closest("[data-help]")) {
      target.closest("details[data-menu]")?.removeAttribute("open");
      help();
    }
    const place = target?.closest("[data-go-line]");
    if (place) { goToLine(document.getElementById(place.dataset.goIn), Number(place.dataset.goLine)); }
    const field = target?.closest("[data-go-field]");
    if (field) { goToField(field.dataset.goField); }
    const again = target?.closest("[data-reconnect]");
    if (again?.dataset.reconnect === "reload") { location.reload(); }
    if (again?.dataset.reconnect === "retry") { window.Blazor?.reconnect().then(back => { if (!back) { location.reload(); } }); }
    // Account pages are plain documents outside the circuit.
    const leave = target?.closest("a[data-leave]");
    if (leave) { event.preventDefault(); event.stopPropagation(); location.assign(leave.href); }
  }, true);

  // The cookie lives eight hours from the last request; a circuit makes none, so work itself keeps it alive.
  let worked = false;
  for (const kind of ["pointerdown", "keydown"]) {
    document.addEventListener(kind, () => { worked = true; }, { capture: true, passive: true });
  }
  setInterval(async () => {
    if (!worked || !window.Blazor) { return; }
    worked = false;
    const answer = await fetch("/account/alive", { method: "POST", credentials: "same-origin", redirect: "manual" }).catch(() => null);
    if (answer && (answer.status === 401 || answer.type === "opaqueredirect")) { location.reload(); }
  }, 10 * 60 * 1000);
})();
