// Photos and signatures: taken in by the server at once, so that a fault elsewhere on the form does not lose them.
const LONGEST_SIDE = 1600 // px
const JPEG_QUALITY = 0.8

export async function addPhotos(form: HTMLFormElement, input: HTMLInputElement, changed: () => void): Promise<void> {
  const pictures = input.closest<HTMLElement>('.pictures')
  if (!pictures) return
  const most = Number(pictures.dataset.most)
  for (const file of [...(input.files ?? [])]) {
    if (pictures.querySelectorAll('.shot').length >= most) break
    const sha256 = await keep(form, await shrunk(file)).catch((error: unknown) => alert(String(error)))
    if (sha256) pictures.insertBefore(shot(form, input.dataset.photos ?? '', sha256), input.closest('label'))
    changed()
  }
  input.value = ''
}

function shot(form: HTMLFormElement, name: string, sha256: string): HTMLElement {
  const span = document.createElement('span')
  span.className = 'shot'
  const hidden = Object.assign(document.createElement('input'), { type: 'hidden', name, value: sha256 })
  const picture = Object.assign(document.createElement('img'), { src: `${form.dataset.photoUrl}/${sha256}`, alt: '' })
  const drop = Object.assign(document.createElement('button'), { type: 'button', textContent: '×' })
  drop.dataset.drop = ''
  span.append(hidden, picture, drop)
  return span
}

async function shrunk(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file)
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return blob(canvas, 'image/jpeg')
}

const blob = (canvas: HTMLCanvasElement, type: string): Promise<Blob> =>
  new Promise((resolve, reject) =>
    canvas.toBlob((made) => (made ? resolve(made) : reject(new Error(type))), type, JPEG_QUALITY),
  )

async function keep(form: HTMLFormElement, picture: Blob): Promise<string> {
  const token = form.querySelector<HTMLInputElement>('[name=csrfmiddlewaretoken]')?.value ?? ''
  const headers = { 'X-CSRFToken': token, 'Content-Type': picture.type }
  const response = await fetch(form.dataset.photoUrl ?? '', { method: 'POST', headers, body: picture })
  const told = (await response.json().catch(() => ({}))) as { sha256?: string; detail?: string }
  if (!response.ok || !told.sha256) throw new Error(told.detail ?? response.statusText)
  return told.sha256
}

// A canvas to sign on, with mouse, pen or finger; kept as a PNG when the pen has rested.
export function signHere(form: HTMLFormElement, box: HTMLElement, changed: () => void): void {
  const canvas = box.querySelector('canvas')
  const hidden = box.querySelector<HTMLInputElement>('input[type=hidden]')
  const pen = canvas?.getContext('2d')
  if (!canvas || !hidden || !pen) return
  let resting = 0
  pen.lineWidth = 3
  pen.lineCap = pen.lineJoin = 'round'
  const at = (event: PointerEvent): [number, number] => [
    (event.offsetX * canvas.width) / canvas.clientWidth,
    (event.offsetY * canvas.height) / canvas.clientHeight,
  ]
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId)
    clearTimeout(resting)
    pen.beginPath()
    pen.moveTo(...at(event))
  })
  canvas.addEventListener('pointermove', (event) => {
    if (!event.buttons) return
    pen.lineTo(...at(event))
    pen.stroke()
  })
  canvas.addEventListener('pointerup', () => {
    resting = window.setTimeout(() => {
      void blob(canvas, 'image/png')
        .then((png) => keep(form, png))
        .then((sha256) => (hidden.value = sha256))
        .then(changed)
        .catch((error: unknown) => alert(String(error)))
    }, 600)
  })
  box.querySelector('[data-again]')?.addEventListener('click', () => {
    clearTimeout(resting)
    pen.clearRect(0, 0, canvas.width, canvas.height)
    canvas.hidden = false
    box.querySelector('img')?.remove()
    hidden.value = ''
    changed()
  })
}
