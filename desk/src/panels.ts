// Panels (`details.pick`): one open at a time, closed by a click elsewhere or Escape; questions before what cannot be undone.
function closeOthers(keep: Element | null): void {
  for (const panel of document.querySelectorAll<HTMLDetailsElement>('details.pick[open]')) {
    if (!keep || !panel.contains(keep)) panel.open = false
  }
}

function confirmFirst(event: SubmitEvent): void {
  const question = (event.submitter as HTMLElement | null)?.dataset.confirm
  if (question && !confirm(question)) event.preventDefault()
}

function fill(event: MouseEvent): void {
  const button = (event.target as HTMLElement).closest<HTMLElement>('[data-fill]')
  if (!button) return
  for (const [name, value] of Object.entries(JSON.parse(button.dataset.fill ?? '{}') as Record<string, string>)) {
    const input = document.querySelector<HTMLInputElement>(`input[name="${name}"]`)
    if (input) input.value = value
  }
}

export function listenToPanels(): void {
  document.addEventListener('click', (event) => closeOthers(event.target as Element))
  document.addEventListener('keydown', (event) => event.key === 'Escape' && closeOthers(null))
  document.addEventListener('submit', confirmFirst)
  document.addEventListener('click', fill)
}
