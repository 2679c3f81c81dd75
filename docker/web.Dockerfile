# The web process, with everything embedded: docker build -f docker/web.Dockerfile -t rasteranalysis-web .
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
# the page at / is built by npm
RUN apt-get update && bash samples/install-npm.sh && src/publish.sh /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# the same script as the quickstart's finds the distribution's libgdal, whatever its number
COPY samples/install-libgdal.sh /tmp/
RUN apt-get update && bash /tmp/install-libgdal.sh && rm -rf /var/lib/apt/lists/* /tmp/install-libgdal.sh \
    && mkdir -p /data && chown "$APP_UID" /data
COPY --from=build /app /app
USER $APP_UID
# who may come in is for the operator to say: RasterAnalysis__SignIn__Mode. Names under which it is reached; published on loopback unless the operator says otherwise (and then lists the name here)
ENV RasterAnalysis__DataRoot=/data RasterAnalysis__AllowedHostNames__0=localhost RasterAnalysis__AllowedHostNames__1=127.0.0.1
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["dotnet", "/app/RasterAnalysis.Api.dll", "--urls", "http://0.0.0.0:8080"]
