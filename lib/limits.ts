/** Every bound of the product, in one place. Sizes in bytes, times in milliseconds. */
export const limits = {
  uploadBytes: 8 * 2 ** 30,
  /** Files of one upload that become one table, and their bytes together. */
  uploadFiles: 100,
  uploadFilesBytes: 3 * 2 ** 30,
  /** A JSON body of a route that names no bounds of its own. */
  jsonBodyBytes: 256 * 2 ** 10,
  /** What a packed file may hold: bytes in all, and beyond a size how many times its own; files. */
  unpackedBytes: 8 * 2 ** 30,
  unpackedRatio: 500,
  unpackedFreeBytes: 256 * 2 ** 20,
  archiveFiles: 10_000,
  /** A sheet of Excel, its strings in memory, and what a JSON file may hold beside its lists. */
  sheetRows: 1_048_576,
  sheetStringsBytes: 256 * 2 ** 20,
  /** A part of a workbook that is held in memory: its sheets' names, its styles. */
  workbookPartBytes: 64 * 2 ** 20,
  jsonEnvelopeBytes: 4 * 2 ** 20,
  jsonKeys: 10_000,
  jsonDepth: 32,
  trackingBodyBytes: 4 * 2 ** 20,
  datasetColumns: 2_000,
  /** Datasets whose columns one request asks for. */
  schemasAtOnce: 20,
  /** Values that a dictionary lists of one column, and bytes of all that it says. */
  dictionaryValues: 500,
  dictionaryBytes: 2 * 2 ** 20,
  datasetRows: 100_000_000,
  /** Rows of which a recipe is shown at once, before it is counted on all. */
  previewRows: 10_000,
  /** A facet: values of a page, characters of a value that can be chosen, parts of a range. */
  facetValues: 50,
  facetValueCharacters: 1_000,
  facetBins: 24,
  /** Pairs of rows that are compared for being near, by the distance of texts and by runs of letters. */
  nearPairs: { distance: 1_000_000, ngrams: 250_000 },
  /** Steps as JSON: a step that maps values may hold thousands of them. */
  stepsBytes: 4 * 2 ** 20,
  /** Values of a column that are compared for clusters, how often, and what is answered of the clusters. */
  clusterValues: 100_000,
  clusterComparisons: 20_000_000,
  clusters: 200,
  clusteredValues: 5_000,
  /**
   * Steps from examples: examples that are given, values of a column that candidates are held against,
   * candidates and questions that are answered, values that are shown of each.
   */
  examples: 20,
  exampleValues: 10_000,
  exampleCandidates: 8,
  exampleQuestions: 5,
  exampleSamples: 5,
  /** A formula that chooses rows to look at. */
  filterCharacters: 10_000,
  /** Pairs of columns whose points a quality report shows. */
  reportPairs: 50,
  pageSize: 50,
  pageSizeMax: 1_000,
  searchTargets: 5,
  searchedRuns: 5_000,
  sqlRows: 50_000,
  sqlMilliseconds: 30_000,
  importMilliseconds: 30 * 60_000,
  /** The options of an import, as JSON. */
  /** How long a file is kept that was sent and not imported. */
  uploadMilliseconds: 86_400_000,
  /** What is read of a file to show how it would be read, and the rows that are shown. */
  importPreviewBytes: 4 * 2 ** 20,
  /** What of a long text is looked at first, so that its first rows are there at once. */
  importPreviewFirstBytes: 256 * 2 ** 10,
  importPreviewWholeBytes: 16 * 2 ** 20,
  importPreviewRows: 100,
  importOptionsBytes: 512 * 2 ** 10,
  csvRecordCharacters: 16 * 2 ** 20,
  raggedLinesKept: 100,
  /** Cells that do not fit their type, kept with a version; all are counted. */
  failedCellsKept: 10_000,
  /** An upload, or the version that a recipe reads, beyond which the work becomes a job. */
  inlineImportBytes: 16 * 2 ** 20,
  inlineRecipeBytes: 8 * 2 ** 20,
  profileMilliseconds: 5 * 60_000,
  /** How deep the parts of a formula lie in each other, and the characters of a text that it makes. */
  formulaDepth: 120,
  formulaText: 1_000_000,
  dataMemory: "900MB",
  /** A request of the small lane that takes longer goes on in the heavy one. */
  smallMilliseconds: 2_000,
  smallLane: { slots: 4, slotsOfProject: 3, slotsOfPerson: 2, waiting: 64, waitingOfPerson: 32 },
  scoringMilliseconds: 10_000,
  scoringLane: { slots: 3, slotsOfProject: 2, slotsOfPerson: 2, waiting: 256, waitingOfPerson: 128 },
  heavyLane: { slots: 3, slotsOfProject: 2, slotsOfPerson: 1, waiting: 64, waitingOfPerson: 16 },
  notebookBytes: 4 * 2 ** 20,
  /** A file that a notebook is imported from, with what cells gave elsewhere. */
  notebookFileBytes: 16 * 2 ** 20,
  notebookCells: 1_000,
  /** Cells that a notebook ever had: those that were deleted are marked, and can come back. */
  notebookCellsEver: 20_000,
  cellCharacters: 500_000,
  /** What is kept of that which one run of a cell showed, and the rows of a table in it. */
  cellOutputBytes: 2 ** 20,
  cellOutputParts: 200,
  tableRowsKept: 200,
  /** Outputs of a notebook's cells that are kept in all, and those that one request brings or asks for. */
  notebookOutputBytes: 32 * 2 ** 20,
  outputsAtOnce: 100,
  outputsAtOnceBytes: 4 * 2 ** 20,
  outputKeys: 100_000,
  /** Dataset versions that an output says it may hold values of. */
  outputReads: 100,
  /** A run of a notebook without a page: its time, memory, inputs, and versions that it reads. */
  notebookRunSeconds: 900,
  notebookRunMemoryMb: 2_048,
  notebookRunInputs: 200,
  notebookReads: 1_000,
  /** Changes of a shared notebook that are kept one by one, before they become part of its state. */
  notebookChangesKept: 200,
  /** The state of a shared notebook beyond which its history begins anew. */
  notebookStateBytes: 16 * 2 ** 20,
  /** A revision is made when nobody has changed anything for so long, and after so long at the latest. */
  revisionPauseMilliseconds: 1_200,
  revisionLatestMilliseconds: 30_000,
  /** What a page of a notebook may say in a second, on average and at once, and in bytes. */
  livePace: { messages: 40, messagesAtOnce: 400, bytes: 2 ** 20, bytesAtOnce: 8 * 2 ** 20 },
  /** People who have a notebook open are told of where others are at most so often. */
  presenceMilliseconds: 100,
  /** Others whom a page of a notebook shows. */
  peopleShown: 50,
  /** Notebooks that are open on a server at once. */
  openNotebooks: 500,
  /** What a cell shows as a file to save, or copied; and the longer side of a picture, in pixels. */
  savedFileBytes: 256 * 2 ** 20,
  copiedTableBytes: 16 * 2 ** 20,
  savedPicturePixels: 16_384,
  notebookTableCells: 20_000_000,
  /** Python of notebooks: processes in all, of a project, of a person; address space of each of them. */
  kernels: 16,
  kernelsOfProject: 8,
  kernelsOfPerson: 3,
  kernelMemoryBytes: 4 * 2 ** 30,
  /** Files in the memory of a confined kernel. */
  kernelFilesBytes: 256 * 2 ** 20,
  kernelStartMilliseconds: 20_000,
  /** How long nothing may run, how long after its last page, and how long an interrupt may be ignored. */
  kernelIdleMilliseconds: 30 * 60_000,
  kernelLeftMilliseconds: 60_000,
  kernelGraceMilliseconds: 2_000,
  /** A line that a kernel says, a value that goes in or out, and what its programs print beside it. */
  kernelLineBytes: 8 * 2 ** 20,
  kernelValueBytes: 16 * 2 ** 20,
  kernelPrintedCharacters: 200_000,
  /** What a page may ask of a kernel in a second, on average and at once, and in bytes. */
  kernelPace: { messages: 100, messagesAtOnce: 4_000, bytes: 8 * 2 ** 20, bytesAtOnce: 64 * 2 ** 20 },
  invitationMilliseconds: 7 * 86_400_000,
  passwordLinkMilliseconds: 86_400_000,
  sessionMilliseconds: 30 * 86_400_000,
  /**
   * Attempts to sign in within `lockMilliseconds` that are looked at;
   * the last three for unknown sources alone.
   */
  signInAttempts: { fromOneSource: 5, forOneName: 30, fromOneAddress: 50, all: 2_000 },
  lockMilliseconds: 15 * 60_000,
  knownSourceMilliseconds: 180 * 86_400_000,
  webhookAttempts: 6,
  /** Calls of webhooks are forgotten so long after they were taken or given up. */
  webhookCallsMilliseconds: 7 * 86_400_000,
  /** Rows that a background task takes away at once, so that others come in between. */
  prunedAtOnce: 500,
  /** Running jobs whose heartbeats are looked at together. */
  relayedAtOnce: 200,
  /** Rows of a labelling task, rows that a model looks at to find uncertain ones, and rows asked at once. */
  labelRows: 20_000,
  labelScoredRows: 50_000,
  labelScoredAtOnce: 1_000,
  labelTasks: 200,
  /** They have the keys 1 to 9. */
  labelClasses: 9,
  /** Synthetic rows: classes that are made apart, columns, and cells that are learned from and made. */
  syntheticClasses: 100,
  syntheticColumns: 200,
  syntheticCells: 20_000_000,
  /** A row that is before somebody is kept for them so long after their page was heard of. */
  labelLeaseMilliseconds: 60_000,
  modelFiles: 10_000,
  leaseMilliseconds: 20_000,
  heartbeatMilliseconds: 1_000,
  jobsWaiting: 10_000,
  sweepRuns: 200,
  forestTrees: 10_000,
  trainRows: 2_000_000,
  logPieceBytes: 2 * 2 ** 20,
  catalogueBytes: 64 * 2 ** 20,
  catalogueMilliseconds: 30_000,
  sourcesOfProject: 500,
  /** What one refresh may bring: as much as an upload, and rows of a version. */
  sourceBytes: 8 * 2 ** 30,
  sourceConnectMilliseconds: 10_000,
  /** A server that sends nothing for so long is given up. */
  sourceStallMilliseconds: 60_000,
  sourceRedirects: 5,
  /** What a name node of HDFS answers beside files: a status, the first part of a folder, a refusal. */
  webhdfsAnswerBytes: 2 * 2 ** 20,
  /** A source that is tried: the rows that are shown, what is fetched for them, and for how long. */
  probeRows: 100,
  probeBytes: 256 * 2 ** 10,
  probeMilliseconds: 30_000,
  probeLane: { slots: 4, slotsOfProject: 2, slotsOfPerson: 1, waiting: 32, waitingOfPerson: 4 },
  /** Events of a project that are kept; a page that was away is told so many, a page of them at a time. */
  eventsKept: 2_000,
  eventsToldAgain: 500,
  eventsPage: 200,
  /** A page that begins to listen is told again what happened while it may have been drawn. */
  eventsDrawnMilliseconds: 5_000,
  eventCharacters: 8_000,
  gatherMilliseconds: 1_000,
  /**
   * Event streams and sockets that one person may hold open on a server,
   * and how often their right to is looked at.
   */
  openConnectionsPerPerson: 40,
  rightsCheckMilliseconds: 4_000,
  streamStallMilliseconds: 30_000,
  /**
   * A socket: bytes of a message, bytes that its reader has not taken, the silence after which it is asked
   * for a sign of life, and how long it may take to say farewell.
   */
  socketMessageBytes: 6 * 2 ** 20,
  socketWaitingBytes: 32 * 2 ** 20,
  socketSilenceMilliseconds: 20_000,
  socketFarewellMilliseconds: 1_000,
  gatheredRuns: 100,
  idempotencyMilliseconds: 86_400_000,
} as const;
