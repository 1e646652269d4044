// Keys: `/` to search, j and k to walk the rows of the list, Enter to open, x to tick; a button or link of a page may
// name its own with `data-key`.
const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null

const rows = (): HTMLTableRowElement[] => [...document.querySelectorAll<HTMLTableRowElement>('tr[data-href]')]

function walk(by: number): void {
  const all = rows()
  const at = all.findIndex((row) => row.classList.contains('at'))
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)]
  all[at]?.classList.remove('at')
  next?.classList.add('at')
  next?.scrollIntoView({ block: 'nearest' })
}

function open(): boolean {
  const row = document.querySelector<HTMLElement>('tr.at[data-href]')
  if (row?.dataset.href) location.assign(row.dataset.href)
  return row !== null
}

function press(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  if (typing(event.target)) {
    if (event.key === 'Escape') (event.target as HTMLElement).blur()
    return
  }
  const own = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key)}"]`)
  if (own) {
    event.preventDefault()
    return own.matches('input, textarea') ? own.focus() : own.click()
  }
  switch (event.key) {
    case '/':
      event.preventDefault()
      document.querySelector<HTMLInputElement>('[data-search]')?.focus()
      break
    case 'j':
      walk(1)
      break
    case 'k':
      walk(-1)
      break
    case 'x':
      document.querySelector<HTMLInputElement>('tr.at input[type=checkbox]')?.click()
      break
    case 'Enter':
      if (open()) event.preventDefault()
      break
  }
}

export function listenToKeys(): void {
  document.addEventListener('keydown', press)
}
