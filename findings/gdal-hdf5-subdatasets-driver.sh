#!/usr/bin/env bash
# GDAL 3.6.2 lists the datasets of an HDF5 file as subdatasets of its driver HDF5 (HDF5:"file"://name), and that driver does not open them: who names it as the only one allowed, as one does who wants a
# file opened by nothing but the driver that found it, is refused. Another driver, HDF5Image, has them. Those of a netCDF are opened by the driver that lists them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
command -v gdalmdimtranslate >/dev/null || { apt-get update -q >/dev/null; DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends gdal-bin >/dev/null; }
cd "$folder"

# what GDAL's netCDF writes is HDF5, and its driver HDF5 takes it under this extension
cat >two.vrt <<'VRT'
<VRTDataset><Group name="/"><Dimension name="y" size="3"/><Dimension name="x" size="4"/>
<Array name="red"><DataType>Byte</DataType><DimensionRef ref="y"/><DimensionRef ref="x"/><ConstantValue>1</ConstantValue></Array>
<Array name="nir"><DataType>Byte</DataType><DimensionRef ref="y"/><DimensionRef ref="x"/><ConstantValue>2</ConstantValue></Array></Group></VRTDataset>
VRT
for file in two.h5 two.nc; do gdalmdimtranslate -q -of netCDF two.vrt "$file"; done

gdalinfo --version
opens() { if gdalinfo -if "$1" "$2" >/dev/null 2>&1; then echo opens; else echo refuses; fi; }
answers=$(
    for file in two.h5 two.nc; do
        driver=$(gdalinfo "$file" | sed -n 's|^Driver: \([A-Za-z0-9]*\)/.*|\1|p')
        subdataset=$(gdalinfo "$file" | sed -n 's|.*SUBDATASET_1_NAME=||p')
        echo "$file of $driver: $driver $(opens "$driver" "$subdataset") $subdataset"
        [ "$driver" != HDF5 ] || echo "$file of $driver: HDF5Image $(opens HDF5Image "$subdataset") $subdataset"
    done
)
echo "$answers"
[ "$answers" = 'two.h5 of HDF5: HDF5 refuses HDF5:"two.h5"://nir
two.h5 of HDF5: HDF5Image opens HDF5:"two.h5"://nir
two.nc of netCDF: netCDF opens NETCDF:"two.nc":nir' ]
