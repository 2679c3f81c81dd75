# A processing node on an NVIDIA GPU: docker build -f docker/node-gpu.Dockerfile -t rasteranalysis-node-gpu .
# Run with --gpus all. The base has CUDA 13 and cuDNN 9, which ONNX Runtime's GPU package is linked against; change both together.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/RasterAnalysis.Worker -c Release -r linux-x64 --self-contained -p:OnnxRuntimeFlavor=Gpu -o /app

FROM nvidia/cuda:13.0.1-cudnn-runtime-ubuntu24.04
COPY samples/install-libgdal.sh /tmp/
RUN apt-get update && bash /tmp/install-libgdal.sh && rm -rf /var/lib/apt/lists/* /tmp/install-libgdal.sh \
    && mkdir -p /data && chown 1654 /data
COPY --from=build /app /app
# the user of .NET's images, which the others run as: they share the volume
USER 1654
ENV RasterAnalysis__DataRoot=/data
VOLUME /data
ENTRYPOINT ["/app/RasterAnalysis.Worker", "serve"]
