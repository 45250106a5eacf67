# The shop as an image: docker build -t shop .
# All modules, or some: docker run shop --modules payments
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/Shop.Host --configuration Release --output /app -p:RestoreLockedMode=true

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
