# The shop as an image: docker build -t shop .
# All modules, or some: docker run shop --modules payments
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
# The packages are those of the lock files, or this ends here.
RUN dotnet restore src/Shop.Host --locked-mode
# Compiled ahead of time for the machine that this is: most of what a start takes is compiling. The lock files do not know of machines.
RUN dotnet publish src/Shop.Host --configuration Release --use-current-runtime --self-contained false -p:PublishReadyToRun=true --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
# The embedded store, for whoever configures no PostgreSQL. The image's own user writes there and nowhere else.
RUN mkdir /data && chown "$APP_UID" /data
ENV Storage__Path=/data
VOLUME /data
USER $APP_UID
EXPOSE 8080
ENTRYPOINT ["dotnet", "Shop.Host.dll"]
