// The office pages come ready from the server; this adds charts, keys, and lists that refresh in place.
import 'htmx.org'
import './style/desk.scss'
import { drawCharts } from './charts'
import { editForms } from './editor/editor'
import { fillForms } from './form/form'
import { listenToImports } from './imports'
import { listenToKeys } from './keyboard'
import { listenToPanels } from './panels'
import { listenToTables, watchTables } from './tables'

listenToKeys()
listenToPanels()
listenToImports()
listenToTables()
fillForms()
editForms(fillForms)
drawCharts(document)
watchTables(document)
document.addEventListener('htmx:afterSettle', (event) => {
  drawCharts(event.target as Element)
  watchTables(document)
})
