// A form that is filled in: which questions show, the score so far, rows, photos, signature, place. The server checks
// everything again.
import { applicable, score, type Answers, type Definition, type Question } from '../../../phone/src/rules/forms'
import { read, rows } from './answers'
import { addPhotos, signHere } from './pictures'

export function fillForms(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-form]')
  const definition = document.getElementById('form-definition')?.textContent
  // a preview is put in its place anew after each change
  if (!form || form.dataset.filling) return
  form.dataset.filling = '1'
  if (definition) fill(form, JSON.parse(definition) as Definition)
}

function fill(form: HTMLFormElement, definition: Definition): void {
  const questions = definition.sections.flatMap((section) => section.questions)
  let edited = false
  const show = (): void => {
    const answers = read(form, questions)
    reveal(form, questions, answers, {}, '')
    tell(form, definition, answers)
  }
  const changed = (): void => {
    edited = form.dataset.preview === undefined
    show()
  }
  form.addEventListener('input', changed)
  form.addEventListener('change', (event) => {
    const input = event.target as HTMLInputElement
    if (input.dataset.photos) void addPhotos(form, input, changed)
    else if (input.closest('[data-tokens]') && !input.name) addToken(input)
    changed()
  })
  form.addEventListener('click', (event) => press(form, event.target as HTMLElement, changed))
  form.addEventListener('submit', () => (edited = false))
  window.addEventListener('beforeunload', (event) => edited && event.preventDefault())
  form.querySelectorAll<HTMLElement>('[data-signature]').forEach((box) => signHere(form, box, changed))
  form.querySelector('.faulty')?.scrollIntoView({ block: 'center' })
  show()
}

// Shows the questions that apply and hides the others; what is hidden is not counted and not kept.
function reveal(
  form: HTMLFormElement,
  questions: readonly Question[],
  answers: Answers,
  around: Answers,
  prefix: string,
): void {
  const asked = new Map(applicable(questions, answers, around).map((one) => [one.question.key, one.answer]))
  const before = { ...around }
  for (const question of questions) {
    const path = prefix + question.key
    const box = form.querySelector<HTMLElement>(`[data-question="${CSS.escape(path)}"]`)
    if (box) box.hidden = !asked.has(question.key)
    const answer = asked.get(question.key)
    if (question.type === 'table') {
      rows(form, path).forEach((row, n) => {
        const cells = ((answers[question.key] as Answers[] | undefined) ?? [])[n] ?? {}
        reveal(form, question.columns ?? [], cells, before, `${path}.${row.dataset.row}.`)
      })
    }
    if (answer !== undefined) before[question.key] = answer
  }
}

function tell(form: HTMLFormElement, definition: Definition, answers: Answers): void {
  const points = score(definition, answers)
  const shown = form.querySelector('[data-score]')
  if (shown) shown.textContent = points === null ? '—' : (points / 10).toFixed(1)
  const asked = applicable(
    definition.sections.flatMap((section) => section.questions),
    answers,
  )
  const done = asked.filter((one) => one.answer !== undefined).length
  const progress = form.querySelector('[data-progress]')
  if (progress) progress.textContent = `${done} / ${asked.length}`
  for (const section of definition.sections) {
    const keys = new Set(section.questions.map((question) => question.key))
    const link = form.querySelector<HTMLElement>(`[data-part-link="${section.key}"]`)
    const here = asked.filter((one) => keys.has(one.question.key))
    const open = here.some((one) => one.question.required && one.answer === undefined)
    form.querySelector<HTMLElement>(`[data-part="${section.key}"]`)?.toggleAttribute('hidden', here.length === 0)
    if (link) link.hidden = here.length === 0
    // a part is done when what it must have is there, and not for having nothing that it must have
    link?.classList.toggle('done', !open && here.some((one) => one.answer !== undefined))
  }
}

function press(form: HTMLFormElement, target: HTMLElement, changed: () => void): void {
  if (target.closest('[data-drop]')) {
    target.closest('.shot, .token')?.remove()
    changed()
  } else if (target.closest('[data-drop-row]')) {
    const table = target.closest<HTMLElement>('[data-table]')
    target.closest('[data-row]')?.remove()
    if (table) renumber(table)
    changed()
  } else if (target.closest('[data-add-row]')) {
    addRow(form, target.closest<HTMLElement>('[data-table]'), changed)
  } else if (target.closest('[data-locate]')) {
    locate(target.closest<HTMLElement>('.placed'), changed)
  } else {
    untick(target, changed)
  }
}

// A radio that is pressed again is no answer: a choice that need not be made can be taken back.
function untick(target: HTMLElement, changed: () => void): void {
  if (!(target instanceof HTMLInputElement) || target.type !== 'radio') return
  const was = target.dataset.was === '1'
  const group = target.form?.querySelectorAll<HTMLInputElement>(`[name="${CSS.escape(target.name)}"]`) ?? []
  group.forEach((input) => (input.dataset.was = ''))
  if (was) {
    target.checked = false
    changed()
  } else target.dataset.was = '1'
}

let made = 0

function addRow(form: HTMLFormElement, table: HTMLElement | null, changed: () => void): void {
  const template = table?.querySelector<HTMLTemplateElement>(':scope > template')
  const list = table?.querySelector(':scope > [data-rows]')
  if (!table || !template || !list || list.children.length >= Number(table.dataset.most)) return
  made += 1
  const holder = document.createElement('template')
  // numbers of rows need only grow; the server closes the gaps
  holder.innerHTML = template.innerHTML.replaceAll('_n_', String(1000 + made))
  const row = holder.content.firstElementChild as HTMLElement
  list.append(row)
  row.querySelectorAll<HTMLElement>('[data-signature]').forEach((box) => signHere(form, box, changed))
  renumber(table)
  changed()
  row.querySelector<HTMLElement>('input, textarea')?.focus()
}

function renumber(table: HTMLElement): void {
  const list = [...(table.querySelector(':scope > [data-rows]')?.children ?? [])]
  list.forEach((row, n) => {
    const number = row.querySelector('[data-number]')
    if (number) number.textContent = String(n + 1)
  })
}

function addToken(input: HTMLInputElement): void {
  const tokens = input.closest<HTMLElement>('[data-tokens]')
  const code = input.value.trim()
  const known = [...(document.querySelector<HTMLDataListElement>('#skus')?.options ?? [])].map((one) => one.value)
  if (!tokens || !known.includes(code)) return
  const held = [...tokens.querySelectorAll<HTMLInputElement>('input[type=hidden]')].map((one) => one.value)
  if (!held.includes(code)) {
    const token = document.createElement('span')
    token.className = 'token'
    const hidden = Object.assign(document.createElement('input'), { type: 'hidden', name: tokens.dataset.tokens, value: code })
    const drop = Object.assign(document.createElement('button'), { type: 'button', textContent: '×' })
    drop.dataset.drop = ''
    token.append(hidden, code, drop)
    tokens.insertBefore(token, input)
  }
  input.value = ''
}

function locate(box: HTMLElement | null, changed: () => void): void {
  const hidden = box?.querySelector<HTMLInputElement>('input')
  const shown = box?.querySelector('[data-place]')
  if (!hidden || !shown) return
  shown.textContent = '…'
  navigator.geolocation.getCurrentPosition(
    ({ coords: { longitude: lng, latitude: lat, accuracy } }) => {
      hidden.value = JSON.stringify({ lng, lat, accuracy })
      shown.textContent = `${lng.toFixed(5)}, ${lat.toFixed(5)} ±${Math.round(accuracy)} m`
      changed()
    },
    (error) => (shown.textContent = error.message),
    { enableHighAccuracy: true, timeout: 15_000 },
  )
}
