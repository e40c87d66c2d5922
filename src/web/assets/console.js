// Small comforts of the consoles; every page works without.
(() => {
  "use strict";
  const main = document.getElementById("main");

  // What was refused takes the focus, so that it is read first.
  main?.querySelector("[role=alert][tabindex]")?.focus();

  // A filter acts as soon as it is chosen.
  for (const form of document.querySelectorAll("form.filter")) {
    for (const select of form.querySelectorAll("select")) {
      select.addEventListener("change", () => {
        // A district belongs to an audience: another audience begins with all of its districts.
        if (select.name === "audience" && form.elements.district) form.elements.district.value = "";
        form.requestSubmit();
      });
    }
  }

  // A file that is too large is refused before it travels.
  for (const input of document.querySelectorAll("input[type=file][data-most]")) {
    input.addEventListener("change", () => {
      const file = input.files[0];
      const large = file && file.size > Number(input.dataset.most);
      input.setCustomValidity(large ? input.dataset.large : "");
      input.reportValidity();
    });
  }

  // Pressing twice sends once; the button says that it is being done.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    // A form whose answer is a file leaves the page as it is: it can be sent again.
    if (form.method !== "post" || event.defaultPrevented || "download" in form.dataset || form.target) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    const button = event.submitter;
    if (button?.dataset.busy) button.textContent = button.dataset.busy;
    form.setAttribute("aria-busy", "true");
  });
  // Coming back to a page that the browser kept: its forms can be sent again.
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // Parts that change by themselves are fetched anew, without a reload; not while somebody is typing or selecting there.
  // What somebody unfolded stays open, and a table stays where it was scrolled to: known by their names, not their places.
  const foldName = (fold) => fold.id || fold.querySelector("summary")?.textContent;
  const boxName = (box) => box.getAttribute("aria-label");
  const lookOf = (part) => ({
    folds: new Map([...part.querySelectorAll("details")].map((fold) => [foldName(fold), fold.open])),
    boxes: new Map([...part.querySelectorAll(".scroll")].map((box) => [boxName(box), [box.scrollLeft, box.scrollTop]])),
  });
  const restore = (part, { folds, boxes }) => {
    for (const fold of part.querySelectorAll("details")) fold.open = folds.get(foldName(fold)) ?? fold.open;
    for (const box of part.querySelectorAll(".scroll")) [box.scrollLeft, box.scrollTop] = boxes.get(boxName(box)) ?? [0, 0];
  };
  const live = document.querySelector("[data-every]");
  if (live) {
    const refresh = async () => {
      if (document.hidden || live.contains(document.activeElement)) return;
      try {
        const answer = await fetch(location.href, { headers: { "x-refresh": "1" } });
        if (!answer.ok || answer.redirected) return;
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-every]");
        if (!fresh) return;
        const kept = lookOf(live);
        live.replaceChildren(...fresh.childNodes);
        restore(live, kept);
      } catch {
        // The network is away: the next turn tries again.
      }
    };
    setInterval(refresh, Number(live.dataset.every) * 1000);
  }
})();
