# A processing node on the CPU: docker build -f docker/node.Dockerfile -t rasteranalysis-node .
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN src/publish.sh /app Worker

FROM mcr.microsoft.com/dotnet/runtime:10.0
COPY samples/install-libgdal.sh /tmp/
RUN apt-get update && bash /tmp/install-libgdal.sh && rm -rf /var/lib/apt/lists/* /tmp/install-libgdal.sh \
    && mkdir -p /data && chown "$APP_UID" /data
COPY --from=build /app /app
USER $APP_UID
ENV RasterAnalysis__DataRoot=/data
VOLUME /data
ENTRYPOINT ["dotnet", "/app/RasterAnalysis.Worker.dll", "serve"]
