// What somebody is typing, kept in the tab until it is sent: a reload, an ended sign-in or a lost connection does not lose it.
import { forget, keep, recall } from "./storage.js";
import { useState } from "./view.js";

/** @returns {[string, (text: string) => void]} what was typed, and how to keep another text; an empty one is forgotten. */
export function useDraft(name) {
  const place = `draft ${name}`;
  const [text, setText] = useState(() => recall(place) ?? "");
  return [text, next => {
    if (next === "") forget(place);
    else keep(place, next);
    setText(next);
  }];
}
