// The form editor: the server does each step and sends back what changed; here are undo, keys and widths.
import htmx from 'htmx.org'
import { dragItems } from './drag'
import { keepPicture } from './picture'

const HISTORY = 200

interface State {
  definition: string
  selected: string
}

export function editForms(refill: () => void): void {
  const editor = document.querySelector<HTMLElement>('[data-editor]')
  if (editor) new Editor(editor, refill).listen()
}

class Editor {
  private past: State[]
  private at = 0

  constructor(
    private readonly root: HTMLElement,
    private readonly refill: () => void,
  ) {
    this.past = [this.state()]
  }

  listen(): void {
    document.body.addEventListener('htmx:afterRequest', () => this.settled())
    document.addEventListener('keydown', (event) => this.press(event))
    this.root.addEventListener('click', (event) => this.click(event.target as HTMLElement))
    this.root.addEventListener('change', (event) => {
      void keepPicture(event.target as HTMLInputElement).then((sha256) => sha256 && this.setPicture(sha256))
    })
    dragItems(this.root, (path, target) => this.post({ do: 'drag', path, target }))
    window.addEventListener('beforeunload', (event) => this.dirty() && event.preventDefault())
    this.widen(sessionStorage.getItem('preview') ?? 'phone')
    this.reveal()
  }

  private state(): State {
    const form = this.root.querySelector<HTMLFormElement>('#fe-state')
    return { definition: form?.querySelector('textarea')?.value ?? '', selected: form?.dataset.selected ?? '' }
  }

  private dirty(): boolean {
    return this.root.querySelector<HTMLElement>('#fe-state')?.dataset.dirty === '1'
  }

  // After each answer: what is new goes on the pile, what was undone before it is forgotten.
  private settled(): void {
    const now = this.state()
    if (now.definition !== this.past[this.at]?.definition) {
      this.past = [...this.past.slice(0, this.at + 1), now].slice(-HISTORY)
      this.at = this.past.length - 1
    }
    this.refill()
    this.reveal()
  }

  private reveal(): void {
    this.enable('[data-undo]', this.at > 0)
    this.enable('[data-redo]', this.at < this.past.length - 1)
    const item = this.root.querySelector<HTMLElement>('.fe-item.on')
    item?.scrollIntoView({ block: 'nearest' })
    this.root.querySelectorAll('.fe-preview .at').forEach((old) => old.classList.remove('at', 'unmet'))
    if (item?.dataset.key) this.point(CSS.escape(item.dataset.key))
  }

  private enable(selector: string, on: boolean): void {
    const button = this.root.querySelector<HTMLButtonElement>(selector)
    if (button) button.disabled = !on
  }

  // Shows in the preview what is selected.
  private point(key: string): void {
    const asked = this.root.querySelector<HTMLElement>(
      `.fe-preview [data-question="${key}"], .fe-preview [data-part="${key}"]`,
    )
    const stage = this.root.querySelector<HTMLElement>('.fe-stage')
    if (!asked || !stage) return
    asked.classList.add('at')
    asked.classList.toggle('unmet', asked.hidden)
    asked.hidden = false
    const top = asked.getBoundingClientRect().top - stage.getBoundingClientRect().top
    if (top < 0 || top > stage.clientHeight - 80) stage.scrollBy({ top: top - 60 })
  }

  private post(values: Record<string, string>): void {
    void htmx.ajax('post', this.root.dataset.url ?? '', { source: this.root, swap: 'none', values })
  }

  private go(by: number): void {
    const to = this.past[this.at + by]
    if (!to) return
    this.at += by
    this.post({ do: 'restore', definition: to.definition, path: to.selected })
  }

  private walk(by: number): void {
    const items = [...this.root.querySelectorAll<HTMLElement>('.fe-item')]
    const at = items.findIndex((item) => item.classList.contains('on'))
    const next = items[Math.min(Math.max(at + by, 0), items.length - 1)]
    if (next && next !== items[at]) this.post({ do: 'select', path: next.dataset.path ?? '' })
  }

  private click(target: HTMLElement): void {
    if (target.closest('[data-undo]')) this.go(-1)
    if (target.closest('[data-redo]')) this.go(1)
    const width = target.closest<HTMLElement>('[data-width]')?.dataset.width
    if (width) this.widen(width)
    if (target.closest('[data-no-picture]')) this.setPicture('')
  }

  private widen(width: string): void {
    this.root.dataset.preview = width
    sessionStorage.setItem('preview', width)
    for (const button of this.root.querySelectorAll<HTMLElement>('[data-width]'))
      button.setAttribute('aria-pressed', String(button.dataset.width === width))
  }

  private setPicture(sha256: string): void {
    const hidden = this.root.querySelector<HTMLInputElement>('#p-picture')
    if (!hidden) return
    hidden.value = sha256
    this.post({ do: 'put', structural: '1', path: this.state().selected })
  }

  private press(event: KeyboardEvent): void {
    const target = event.target as HTMLElement
    const typing = target.closest('input, textarea, select') !== null
    const meant = event.ctrlKey || event.metaKey ? this.command(event, typing) : !typing && this.onItem(event, target)
    if (meant) event.preventDefault()
  }

  private command(event: KeyboardEvent, typing: boolean): boolean {
    const key = event.key.toLowerCase()
    if (key === 's') {
      // what is being typed counts only once it is left
      if (typing) (event.target as HTMLElement).blur()
      this.root.querySelector<HTMLButtonElement>('[data-save]')?.click()
    } else if (key === 'z' && !typing) this.go(event.shiftKey ? 1 : -1)
    return key === 's' || (key === 'z' && !typing)
  }

  private onItem(event: KeyboardEvent, target: HTMLElement): boolean {
    if (target !== document.body && !target.closest('.fe-item')) return false
    const path = this.state().selected
    const steps: Record<string, () => void> = {
      ArrowUp: () => (event.altKey ? this.post({ do: 'up', path }) : this.walk(-1)),
      ArrowDown: () => (event.altKey ? this.post({ do: 'down', path }) : this.walk(1)),
      d: () => this.post({ do: 'copy', path }),
      Delete: () => this.post({ do: 'delete', path }),
      n: () => this.openKinds(),
      Enter: () => this.root.querySelector<HTMLElement>('#fe-panel .form-control')?.focus(),
    }
    steps[event.key]?.()
    return event.key in steps
  }

  private openKinds(): void {
    this.root.querySelector<HTMLElement>('[data-test=add-question]')?.click()
    this.root.querySelector<HTMLElement>('[data-kind]')?.focus()
  }
}
