/* Shelf: what this machine keeps, in IndexedDB, until the server has it.

   words   what was typed into a form and is not with the server: {key, member, form, at, base, words}
   sends   forms on their way or waiting for the network: {key, member, story, url, what, fields, state, sentence, at, tab}

   Keys of sends sort by time. Nothing here is read as another member than the one who wrote it. */
const SHELF_STORES = ["words", "sends"];
const shelfTab = (sessionStorage["cha-tab"] ??= Math.random().toString(36).slice(2));
let shelfOpening;

export function shelfMember() {
  return document.querySelector(".shell")?.dataset.member ?? "";
}

export function shelfKey() {
  return `${Date.now().toString(36).padStart(9, "0")}-${Math.random().toString(36).slice(2)}`;
}

function shelfOpen() {
  return (shelfOpening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open("cha-shelf", 1);
    asked.onupgradeneeded = () => SHELF_STORES.forEach((name) => asked.result.createObjectStore(name, { keyPath: "key" }));
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  }));
}

async function shelfDo(store, mode, act) {
  const trip = (await shelfOpen()).transaction(store, mode);
  const asked = act(trip.objectStore(store));
  return new Promise((resolve, reject) => {
    trip.oncomplete = () => resolve(asked.result);
    trip.onerror = trip.onabort = () => reject(trip.error);
    // A page that goes waits for nothing: what was asked for is written all the same.
    trip.commit?.();
  });
}

export const shelfPut = (store, row) => shelfDo(store, "readwrite", (rows) => rows.put(row));
export const shelfDrop = (store, key) => shelfDo(store, "readwrite", (rows) => rows.delete(key));

/* All rows, oldest first; none where this browser keeps nothing. */
export const shelfAll = (store) => shelfDo(store, "readonly", (rows) => rows.getAll()).catch(() => []);
