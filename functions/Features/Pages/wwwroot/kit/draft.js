// What somebody is typing, kept in the tab until it is sent, through a reload or an ended sign-in.
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

/** The same for a form: values by name, initially "start". Returns [values, set(name, value), forget]. */
export function useForm(name, start) {
  const place = `draft ${name}`;
  const [values, setValues] = useState(() => ({ ...start, ...JSON.parse(recall(place) ?? "{}") }));
  function set(field, value) {
    setValues(was => {
      const next = { ...was, [field]: value };
      keep(place, JSON.stringify(next));
      return next;
    });
  }
  return [values, set, () => forget(place)];
}
