/* Files: each is sent by itself, with how much has gone, a way to stop, and what to do when it cannot go. */
const filesDrawn = {};

export function addFiles(list) {
  const { bytes: most, types } = desk.greeting.files;
  for (const file of list) {
    const sent = { file, done: 0 };
    if (file.size > most) sent.wrong = say("file_big", { size: bytes(file.size), most: bytes(most) });
    else if (file.type && !types.some((type) => file.type.startsWith(type))) sent.wrong = say("file_kind");
    else upload(sent);
    state.sends.push(sent);
  }
  changed();
}

export async function upload(sent) {
  Object.assign(sent, { wrong: "", done: 0 });
  try {
    await arrive();
    const { id } = await filesPut(sent);
    dropFile(sent);
    send({ text: "", files: [id], names: [sent.file.name] });
  } catch ({ message, status }) {
    Object.assign(sent, { wrong: message || say("file_failed"), again: !status });
  }
  changed();
}

/* fetch cannot say how much has gone. */
function filesPut(sent) {
  const { file } = sent;
  return new Promise((resolve, reject) => {
    const request = (sent.request = new XMLHttpRequest());
    request.open("PUT", `${desk.base}/chat/${desk.key}/files?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("Authorization", `Bearer ${desk.token}`);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded }) => {
      sent.done = loaded;
      changed();
    };
    request.onerror = () => reject(new Error());
    request.onload = () => {
      const { status, response } = request;
      if (status < 300) resolve(response);
      else reject(Object.assign(new Error(response?.error?.words), { status }));
    };
    request.send(file);
  });
}

export function dropFile(sent) {
  sent.request?.abort();
  state.sends = state.sends.filter((one) => one !== sent);
  changed();
}

/* A picture is shown without img-src: fetched, and drawn. */
export function thumb({ id, url, type }) {
  const picture = filesDrawn[id];
  if (picture) {
    const { width, height } = picture;
    const canvas = make("canvas", { width, height });
    canvas.getContext("2d").drawImage(picture, 0, 0);
    return canvas;
  }
  if (id in filesDrawn || !/^image\/(?!svg)/.test(type)) return;
  filesDrawn[id] = null;
  fetch(url).then((answer) => answer.blob()).then((blob) => createImageBitmap(blob, { resizeWidth: 160 })).then((drawn) => {
    filesDrawn[id] = drawn;
    changed();
  }, () => {});
}
