"use strict";
// Without this script everything is shown; with it, rows can be filtered and unfolded.
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const get = (id) => document.getElementById(id);
  const rows = all("[data-verdict]");
  const tasks = all("[data-task]");
  const shown = get("shown");
  const everything = shown.textContent;
  const bySection = get("by-section");
  const byUnit = get("by-unit");
  const pressed = new Set();

  const isConcerned = (row) =>
    (bySection.value === "" || row.dataset.section.split(" ").includes(bySection.value)) &&
    (byUnit.value === "" || row.dataset.units.split(" ").includes(byUnit.value));

  const isAsked = (row) =>
    (pressed.size === 0 || pressed.has(row.dataset.verdict)) && isConcerned(row);

  const filter = () => {
    for (const row of rows) row.hidden = !isAsked(row);
    for (const task of tasks) task.hidden = !isConcerned(task); // a verdict is no task's
    for (const group of all("[data-group]"))
      group.hidden = !group.querySelector(":is([data-verdict], [data-task]):not([hidden])");
    const count = all("article.target:not([hidden])").length;
    const isFiltered = pressed.size > 0 || bySection.value !== "" || byUnit.value !== "";
    shown.textContent = isFiltered ? shown.dataset.some.replace("{shown}", count) : everything;
    get("reset").disabled = !isFiltered;
  };

  // A verdict that no row has is nothing to ask for: its tile stays a tile.
  const buttons = all("[data-tile]")
    .filter((tile) => rows.some((row) => row.dataset.verdict === tile.dataset.tile))
    .map((tile) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...tile.childNodes);
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", () => {
        const verdict = tile.dataset.tile;
        if (!pressed.delete(verdict)) pressed.add(verdict);
        button.setAttribute("aria-pressed", String(pressed.has(verdict)));
        filter();
      });
      tile.append(button);
      return button;
    });

  const reset = () => {
    pressed.clear();
    for (const button of buttons) button.setAttribute("aria-pressed", "false");
    bySection.value = byUnit.value = "";
    filter();
  };

  const fold = (isOpen) => {
    for (const details of all("article.target:not([hidden]) details")) details.open = isOpen;
  };

  // A link to a target leads there whatever is filtered, and shows what it rests on.
  const follow = () => {
    const target = /^#t\d+$/.test(location.hash) && get(location.hash.slice(1));
    if (!target) return;
    if (target.hidden) reset();
    target.querySelector("details").open = true;
    target.scrollIntoView();
  };

  bySection.addEventListener("change", filter);
  byUnit.addEventListener("change", filter);
  get("reset").addEventListener("click", () => {
    reset();
    bySection.focus(); // the button, now disabled, cannot keep it
  });
  get("unfold").addEventListener("click", () => fold(true));
  get("fold").addEventListener("click", () => fold(false));
  addEventListener("hashchange", follow);
  for (const control of all(".filter, .press")) control.hidden = false;
  follow();
})();
