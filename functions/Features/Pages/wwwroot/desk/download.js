// A file of the API. A link cannot send the token, so it is fetched and handed to the browser.
import { get } from "../kit/api.js";

export async function download(path, name) {
  const { data } = await get(path);
  // Without the mark some spreadsheets take UTF-8 for something else.
  const address = URL.createObjectURL(new Blob(["\ufeff", data], { type: "text/csv;charset=utf-8" }));
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
