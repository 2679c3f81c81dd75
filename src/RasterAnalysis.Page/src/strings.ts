// Every word that the page says, in one place.

const number = new Intl.NumberFormat('en');
const fraction = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

export const count = (value: number) => number.format(value);
export const share = (part: number, whole: number) => `${whole > 0 ? fraction.format((part / whole) * 100) : '0'} %`;
const unitOf = (largest: number): [number, string] => (largest > 0 && largest < 1e4 ? [1, 'm²'] : largest < 1e9 ? [1e4, 'ha'] : [1e6, 'km²']);

/** @param largest the largest area of those that are compared: they are all in its unit. */
export function area(squareMetres: number, largest: number): string {
  const [size, unit] = unitOf(largest);
  return `${fraction.format(squareMetres / size)} ${unit}`;
}


/** An area, or what else is counted, with the half of its interval's width: places as that has them. */
export function between(value: number, margin: number): string {
  const places = margin === 0 || margin >= 10 ? 0 : margin >= 1 ? 1 : 2;
  const exact = new Intl.NumberFormat('en', { minimumFractionDigits: places, maximumFractionDigits: places });
  return `${exact.format(value)} ± ${exact.format(margin)}`;
}

/** @param largest as in `area`. */
export function areaBetween(squareMetres: number, margin: number, largest: number): string {
  const [size, unit] = unitOf(largest);
  return `${between(squareMetres / size, margin / size)} ${unit}`;
}

export const when = (time: string) => moment.format(new Date(time));

export function bytes(size: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = size > 0 ? Math.min(Math.floor(Math.log10(size) / 3), units.length - 1) : 0;
  return `${fraction.format(size / 1000 ** power)} ${units[power]}`;
}

export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export const text = {
  title: 'RasterAnalysis',
  subtitle: 'Classify pixels and detect objects using deep learning',
  tool: 'Tool',
  history: 'History',
  pages: 'Pages',
  links: { swagger: 'API', arcgis: 'ArcGIS REST', queue: 'Queue' },
  map: 'Map',
  mapEmpty: 'Choose an input layer: it is shown here.',
  mapHint: 'Arrow keys move the map, plus and minus zoom, Enter tells what is in the middle.',
  basemap: 'Basemap',
  noBasemap: (system: string) => `Basemap: not available in ${system}`,
  basemapFailed: 'Basemap: its server does not answer',
  change: (label: string) => `Change ${label}`,
  changeShort: 'Change',
  more: (left: number) => `Show more (${count(left)} left)`,
  close: 'Close',
  optional: 'optional',
  unreachable: 'The service does not answer. Is it still running?',

  chooser: {
    none: 'Nothing found.',
    empty: 'There is nothing here yet. Upload a file to begin.',
    uploading: (name: string) => `Uploading ${name}`,
    waiting: (name: string) => `The service does not answer. ${name} goes on as soon as it does.`,
    checking: (name: string) => `${name} is uploaded and is being checked`,
    cancelUpload: 'Cancel upload',
    uploaded: (title: string) => `${title} is uploaded.`,
    cancelled: 'The upload was cancelled.',
    failed: 'The service has not answered for too long. Choose the file again: what has been sent need not be sent again.',
  },

  stores: {
    title: 'Choose from raster stores',
    all: 'Raster stores',
    none: 'The service has no raster store.',
    empty: 'No folder and no raster here.',
    entries: (place: string) => `In ${place}`,
    folder: (name: string) => `Open folder ${name}`,
    use: (rasters: number) => (rasters > 1 ? `Use ${rasters} rasters as a mosaic` : 'Use raster'),
    order: (names: readonly string[]) => `The first that is chosen lies on top: ${names.join(', ')}.`,
    about: (size: string | undefined, modified: string | undefined) => [size, modified].filter(part => part !== undefined).join(', '),
  },

  input: {
    title: 'Input layer',
    hint: 'The image whose pixels are classified, or whose objects are found.',
    search: 'Search layers',
    upload: 'Upload raster',
    thing: 'layer',
    byAddress: 'Add by address or path',
    addresses: 'Addresses or paths',
    addressesHint: 'One on each line: an address of a GeoTIFF, or paths in a raster store such as /rasterStores/imagery/scene.tif. Several paths become one mosaic, the first on top.',
    name: 'Name of the layer',
    add: 'Add layer',
    mode: 'Processing mode',
    asMosaic: 'As mosaicked image',
    separately: 'All raster items separately',
    size: (width: number, height: number, bands: number) => `${count(width)} × ${count(height)} pixels, ${bands} ${bands === 1 ? 'band' : 'bands'}`,
    mosaic: (rasters: number) => `mosaic of ${count(rasters)}`,
    noSystem: 'no coordinate system',
  },

  model: {
    title: 'Model',
    hint: 'The deep learning package that does it.',
    search: 'Search models',
    upload: 'Upload model',
    thing: 'model',
    classes: (n: number) => `${n} ${n === 1 ? 'class' : 'classes'}`,
    facts: 'About the model',
    bands: 'Bands',
    bandsOf: (n: number, names: readonly string[]) => (names.length > 0 ? `${n}: ${names.join(', ')}` : `${n}`),
    tile: 'Tile',
    anyTile: 'any size',
    runtime: 'Runs as',
    runtimes: { onnx: 'its own ONNX network', converted: 'an ONNX network converted from TorchScript', rebuilt: 'an ONNX network rebuilt from its weights', python: 'a Python raster function' } as Record<string, string>,
    outputs: 'Outputs',
    seams: 'Seams',
    exact: 'Exact: tile edges leave no trace.',
    speed: 'Speed',
    speedOf: (pixels: number, milliseconds: number) => `about ${fraction.format(pixels / milliseconds / 1000)} megapixels a second on this machine`,
    framework: 'Framework',
    warnings: 'Warnings',
  },

  args: {
    title: 'Arguments',
    hint: 'What the model lets you choose. Empty fields keep its default.',
    none: 'The model takes no arguments.',
    noModel: 'Choose a model first.',
    byDefault: (value: string) => `Default: ${value}`,
    required: 'required',
    changed: (n: number) => (n === 0 ? 'defaults' : `${n} changed`),
  },

  bands: {
    title: 'Band mapping',
    hint: 'Change it where the layer has its bands in another order than the one that the model was trained on.',
    of: (number: number, name: string) => (name ? `Band ${number} of the model (${name})` : `Band ${number} of the model`),
  },

  estimate: {
    title: 'Estimate',
    ask: 'Estimate',
    notYet: 'There is nothing to estimate yet:',
    asking: 'Planning the job…',
    faults: 'There is no estimate:',
    pixels: 'Result',
    size: (width: number, height: number) => `${count(width)} × ${count(height)} pixels`,
    rasters: (n: number, pixels: number) => `${count(n)} rasters, ${count(pixels)} pixels in all`,
    tiles: 'Tiles',
    tilesOf: (n: number, width: number, height: number, sections: number) => `${count(n)} of ${width} × ${height} pixels, in ${count(sections)} ${sections === 1 ? 'section' : 'sections'}`,
    seams: 'Seams',
    time: 'Time',
    about: (time: string) => `about ${time} in the network`,
    unknown: 'not known: the model’s speed was not measured',
    disk: 'Disk',
    atMost: (size: string) => `at most ${size} while it runs`,
    normalization: 'Values',
    through: 'Work',
    times: (pixels: string, factor: number) => `${pixels} pixels through the network, ${fraction.format(factor)} times the result`,
  },

  area: {
    title: 'Area',
    whole: 'Whole layer',
    mapExtent: 'Current map extent',
    rectangle: 'Rectangle',
    polygon: 'Polygon',
    geoJson: 'GeoJSON',
    layer: 'Another layer',
    drawRectangle: 'Draw rectangle',
    drawPolygon: 'Draw polygon',
    stopDrawing: 'Stop drawing',
    rectangleHint: 'Press Draw rectangle and drag it on the map, or click two corners, or type them.',
    polygonHint: 'Press Draw polygon and click its corners on the map; a double click ends it.',
    points: (n: number) => `Polygon with ${n} corners.`,
    geoJsonHint: 'Polygons in longitude and latitude.',
    geoJsonText: 'GeoJSON text',
    geoJsonFile: 'GeoJSON file',
    layerSearch: 'Search layers for the area',
    layerHint: 'Only pixels where this layer has values are classified.',
    thing: 'area layer',
    sides: { xmin: 'Left', ymin: 'Bottom', xmax: 'Right', ymax: 'Top' },
    missingRectangle: 'Draw the rectangle, or type its four corners.',
    emptyRectangle: 'The rectangle is empty: right must be above left, and top above bottom.',
    missingPolygon: 'Draw the polygon first.',
    missingGeoJson: 'Give the polygons as GeoJSON.',
    badGeoJson: 'This is not GeoJSON with polygons.',
    missingLayer: 'Choose the layer that gives the area.',
    outside: 'The map does not show the layer just now.',
  },

  objects: {
    title: 'Objects',
    suppress: 'Leave out objects that lie over surer ones of another class',
    overlap: 'Max overlap ratio',
    overlapHint: 'Area in common over area together, 0 to 1, by which objects may overlap.',
    notShare: 'Max overlap ratio must be a number from 0 to 1.',
  },

  environments: {
    title: 'Environments',
    cellSize: 'Cell size',
    cellSizeHint: 'In units of the output’s coordinate system; the layer’s own unless given.',
    outSR: 'Output coordinate system',
    outSRHint: 'An EPSG or Esri number such as 3857; the layer’s own unless given.',
    snapRaster: 'Snap raster',
    snapNone: 'None',
    snapSearch: 'Search layers to snap to',
    snapThing: 'snap raster',
    snapClear: 'No snap raster',
    resampling: 'Resampling',
    resamplings: { NEAREST: 'Nearest', BILINEAR: 'Bilinear', CUBIC: 'Cubic' },
    processor: 'Processor type',
    parallel: 'Parallel processing factor',
    parallelHint: 'Processing instances at once: a number, or a percentage such as 60%.',
    recycle: 'Recycle interval of processing workers',
    recycleHint: 'Image sections after which an instance is replaced; 0 for never.',
    retries: 'Number of retries on failures',
    reuse: 'Take over what an earlier job has computed',
    notNumber: (field: string) => `${field} must be a number above 0.`,
    notWhole: (field: string) => `${field} must be a whole number, 0 or more.`,
  },

  result: {
    title: 'Result',
    name: 'Result name',
    folder: 'Save in folder',
    taken: (name: string) => `The name is taken; ${name} is free.`,
    use: (name: string) => `Use ${name}`,
    free: 'The name is free.',
    tool: 'Classify pixels',
    detection: 'Detect objects',
  },

  run: {
    run: 'Run',
    submitting: 'Submitting…',
    noInput: 'Choose an input layer.',
    noModel: 'Choose a model.',
    noName: 'Give the result a name.',
    noItem: 'This item cannot be shown:',
    faults: 'The job was not taken:',
  },

  job: {
    back: 'Back to the tool',
    progress: 'Progress',
    state: 'Status',
    cancel: 'Cancel',
    cancelling: 'Cancelling…',
    runAgain: 'Run again',
    remove: 'Delete',
    download: 'Download',
    geoJson: 'GeoJSON',
    zoom: 'Zoom to result',
    opacity: 'Opacity',
    swipe: 'Swipe',
    sureness: 'How sure the model was',
    classesOnly: 'Show the classes',
    measures: { Confidence: 'Confidence: white is sure', Margin: 'Margin: white is far from the next class', Entropy: 'Entropy: white is unsure' } as Record<string, string>,
    messages: 'Messages',
    status: {
      submitted: 'Submitted', waiting: 'Waiting', executing: 'Running', cancelling: 'Cancelling', cancelled: 'Cancelled', succeeded: 'Succeeded', failed: 'Failed', timedOut: 'Timed out',
    } as Record<string, string>,
    sections: (done: number, total: number) => `${count(done)} of ${count(total)} sections`,
    took: (seconds: number) => `took ${duration(seconds)}`,
    gone: 'The result of this job has been deleted.',
    missing: 'There is no such job.',
    again: 'The inputs are taken over. Change what you like and press Run.',
    notAgain: (parts: readonly string[]) => `Not all of it could be taken over. Look through: ${parts.join(', ')}.`,
    openIn: 'Open in',
    openInGis: {
      qgis: ['QGIS', 'Layer, Add WMS/WMTS Layer, New, and this address:'],
      arcgis: ['ArcGIS', 'Add layer from web, type ArcGIS Server web service, and this address:'],
      openLayers: ['OpenLayers, Leaflet, MapLibre', 'An XYZ source with this address:'],
    } as Record<string, [string, string]>,
    openObjectsIn: {
      qgis: ['QGIS', 'Layer, Add ArcGIS REST Server Layer, New, and this address:'],
      arcgis: ['ArcGIS', 'Add layer from web, type ArcGIS Server web service, and this address:'],
    } as Record<string, [string, string]>,
    table: 'Table as CSV',
    names: 'Class names for QGIS',
    namesHint: 'The attribute table as a file of its own: put it beside the GeoTIFF. QGIS and GDAL before 3.12 look for the names there.',
    confirmTitle: 'Delete the result?',
    confirm: (name: string) => `${name} and its file are deleted for good. The job stays in the history.`,
    keep: 'Keep it',
  },

  sharing: {
    title: 'Share',
    who: 'Who may look at it',
    words: { private: 'Only me', shared: 'Groups', organization: 'Everybody who signs in', public: 'Everybody' } as Record<'private' | 'shared' | 'organization' | 'public', string>,
    publishers: 'Publishers share with everybody.',
    noGroups: 'You are in no group.',
    save: 'Save sharing',
    saved: (words: string) => `Saved: ${words}.`,
  },

  legend: {
    title: 'Legend',
    hide: (name: string) => `Hide ${name}`,
    show: (name: string) => `Show ${name}`,
    hint: 'Press a class to hide or show it.',
    pixels: (n: number) => `${count(n)} px`,
    objects: (n: number) => `${count(n)} object${n === 1 ? '' : 's'}`,
    onEllipsoid: 'Areas on the ellipsoid.',
    unknownArea: 'Areas are not known.',
  },

  accuracy: {
    overall: (percent: string) => `Overall accuracy ${percent}`,
    percent: (share: number, margin: number | null | undefined) => `${(share * 100).toFixed(1)}${margin == null ? '' : ` ± ${(margin * 100).toFixed(1)}`} %`,
    mapped: (size: string, part: string) => `mapped ${size}, ${part}`,
    how: (n: number, type: string) => `By ${count(n)} ${type === 'raster' ? 'pixels of a raster' : n === 1 ? 'point' : 'points'} of known class.`,
    hint: 'Areas are corrected by what the map confuses; ± is the 95 % interval.',
    sample: 'Sample points…',
    sampleTitle: 'Sample points',
    sampleHint: 'Pixels of each class, drawn at random, as GeoJSON. Write what is really there into the property “reference” of each point, then check the result against them.',
    perClass: 'Points of each class',
    badNumber: 'Give a whole number, 1 or more.',
    draw: 'Download points',
    drawn: (n: number) => `${count(n)} points are drawn.`,
    check: 'Check against points…',
    checking: (name: string) => `Comparing with ${name}…`,
    checked: (n: number) => `Compared with ${count(n)} ${n === 1 ? 'sample' : 'samples'}.`,
  },

  identify: {
    title: 'Pixel',
    none: 'No class here.',
    object: 'Object',
    noObject: 'No object here.',
    outside: 'Outside the layer.',
    classIs: 'Class',
    value: 'Value',
    source: 'Source values',
    at: 'At',
  },

  historyList: {
    none: 'No jobs yet.',
    more: 'Show more',
  },
};
