// The state in the address bar, after the #: it is never sent anywhere.
export const addressBar = {
  read: () => location.hash.slice(1),
  write(text, isNew) {
    if (text === this.read()) return;
    history[isNew ? "pushState" : "replaceState"](null, "", `#${text}`);
  },
  link: () => location.href,
  listen(changed) {
    addEventListener("popstate", changed);
    addEventListener("hashchange", changed);
  },
};

export const title = (text) => { document.title = text; };
