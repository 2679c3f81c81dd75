// Polygons out of GeoJSON, as far as the page has to know them: the service reads the rest.

interface GeoJson { type?: string; coordinates?: unknown; geometry?: GeoJson; geometries?: GeoJson[]; features?: GeoJson[]; spatialReference?: unknown }

/** @returns the object; undefined where the text is none that can hold polygons. */
export function parseGeoJson(text: string): GeoJson | undefined {
  try {
    const parsed = JSON.parse(text) as GeoJson;
    return hasPolygons(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function hasPolygons(part: GeoJson): boolean {
  switch (part?.type) {
    case 'FeatureCollection': return Array.isArray(part.features) && part.features.length > 0 && part.features.every(hasPolygons);
    case 'GeometryCollection': return Array.isArray(part.geometries) && part.geometries.length > 0 && part.geometries.every(hasPolygons);
    case 'Feature': return part.geometry !== undefined && part.geometry !== null && hasPolygons(part.geometry);
    case 'Polygon':
    case 'MultiPolygon': return Array.isArray(part.coordinates);
    default: return false;
  }
}
