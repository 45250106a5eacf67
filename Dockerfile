# The shop as an image: docker build -t shop .
# All modules, or some: docker run shop --modules payments
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS source
WORKDIR /source
COPY . .

# The commands that need a checkout, for docker-compose.yml: docker build --target tools -t shop-tools .
FROM source AS tools
RUN dotnet restore tools/Shop.Tools --locked-mode
RUN dotnet build tools/Shop.Tools --configuration Release --no-restore --output /tools
ENTRYPOINT ["dotnet", "/tools/Shop.Tools.dll"]

FROM source AS build
# The packages are those of the lock files; otherwise the build stops here.
RUN dotnet restore src/Shop.Host --locked-mode
# Compiled ahead of time for this machine: compiling is most of a start. The lock files name no machine.
RUN dotnet publish src/Shop.Host --configuration Release --use-current-runtime --self-contained false -p:PublishReadyToRun=true --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
# The embedded store, when no PostgreSQL is configured. The image's own user writes there and nowhere else.
RUN mkdir /data && chown "$APP_UID" /data
ENV Storage__Path=/data
VOLUME /data
USER $APP_UID
EXPOSE 8080
ENTRYPOINT ["dotnet", "Shop.Host.dll"]
