/* Files: each is sent by itself, with how much has gone, a way to stop, and what to do when it cannot go. */
const filesDrawn = {};

export function addFiles(list) {
  const { bytes: most, types } = desk.greeting.files;
  for (const file of list) {
    const sent = { key: `file-${Math.random()}`, file, done: 0 };
    if (file.size > most) sent.wrong = say("file_big", { size: bytes(file.size), most: bytes(most) });
    else if (types?.length && !types.some((type) => file.type.startsWith(type))) sent.wrong = say("file_kind");
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

/* A picture that is too large, drawn again at most 2000 pixels wide or high. */
export async function smaller(sent) {
  const picture = await createImageBitmap(sent.file).catch(() => null);
  if (!picture) return dropFile(sent);
  const canvas = filesCanvas(picture, 2000);
  canvas.toBlob((blob) => {
    dropFile(sent);
    addFiles([new File([blob], sent.file.name.replace(/\.\w+$/, ".jpg"), { type: blob.type })]);
  }, "image/jpeg", 0.85);
}

function filesCanvas(picture, most) {
  const part = Math.min(1, most / Math.max(picture.width, picture.height));
  const size = { width: Math.ceil(picture.width * part), height: Math.ceil(picture.height * part) };
  const canvas = make("canvas", size);
  canvas.getContext("2d").drawImage(picture, 0, 0, size.width, size.height);
  return canvas;
}

/* A picture is shown without img-src: fetched, and drawn. */
export function thumb({ id, url, type }) {
  if (filesDrawn[id]?.width) return filesCanvas(filesDrawn[id], 160);
  if (id in filesDrawn || !/^image\/(?!svg)/.test(type)) return null;
  filesDrawn[id] = 0;
  fetch(url).then((answer) => answer.blob()).then(createImageBitmap).then((picture) => {
    filesDrawn[id] = picture;
    changed();
  }, () => {});
  return null;
}

