# The image that Lambda runs, and that `docker run` runs anywhere. It wants BuildKit (Docker 20.10 or newer):
#
#   docker build --tag pie .                                    for this machine's processor
#   docker build --tag pie --platform linux/arm64 .             for another's
#   docker run --rm -p 8080:8080 --env PIE_ACCESS_TOKEN=… pie
#
# VERSION and REVISION (the commit) are labels, set last: they change no layer.

ARG SWIFT_TAG=6.3-bookworm
ARG DEBIAN_TAG=bookworm-slim
ARG ADAPTER_TAG=1.0.0

# Lambda Web Adapter: turns Lambda's events into requests to pie. Outside Lambda it is a file that nobody runs.
FROM public.ecr.aws/awsguru/aws-lambda-adapter:${ADAPTER_TAG} AS adapter

# Build ---------------------------------------------------------------------------------------------------------------------------
FROM swift:${SWIFT_TAG} AS build

# hadolint ignore=DL3008 # Debian keeps one version of each package in a release; its fixes are wanted
RUN apt-get update -qq \
 && apt-get install --yes -qq --no-install-recommends libcurl4-openssl-dev libyaml-dev pkg-config rsync \
 && rm -rf /var/lib/apt/lists/*

WORKDIR /src

# Built in a folder that outlives the build: rsync touches only files whose bytes changed, so that SwiftPM compiles those and what needs
# them, and no dependency a second time. Where there is no such folder yet, all is built. As `make build` does, first what makes the
# tables that the binary carries.
ENV PIE_PREBUILT_TABLES=1
ARG TARGETARCH
RUN --mount=type=bind,target=/context --mount=type=cache,id=pie-${TARGETARCH},target=/src,sharing=locked \
    rsync --recursive --links --checksum --delete --exclude=/.build --exclude=/Package.resolved /context/ /src/ \
 && mkdir -p .build && touch -a .build/prebuilt-tables.bin \
 && swift build -c release --product pie-tables --static-swift-stdlib -Xlinker -s -Xlinker --no-export-dynamic \
 && .build/release/pie-tables .build/prebuilt-tables.bin \
 && swift build -c release --product pie --static-swift-stdlib -Xlinker -s -Xlinker --no-export-dynamic \
 && install -D -m 755 .build/release/pie /out/pie

# Run -----------------------------------------------------------------------------------------------------------------------------
FROM debian:${DEBIAN_TAG} AS root

# What a static Swift binary still needs of the system; out goes what only installing needs, and glibc's table of encodings (pie reads
# them itself). dpkg's list stays, for whoever scans the image.
# hadolint ignore=DL3008 # as above
RUN apt-get update -qq \
 && apt-get install --yes -qq --no-install-recommends ca-certificates libcurl4 libstdc++6 libyaml-0-2 \
 && useradd --uid 10001 --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin pie \
 && rm -rf /var/lib/apt/lists/* /var/cache/* /var/log/* /var/lib/dpkg/info/* /usr/lib/*/gconv /usr/lib/*/perl-base /usr/bin/perl* /usr/share/perl*

FROM scratch
COPY --from=root / /

COPY --from=adapter /lambda-adapter /opt/extensions/lambda-adapter
COPY --from=build /out/pie /usr/local/bin/pie

ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.title="pie" \
      org.opencontainers.image.description="Patient Insight Extractor: what a patient's note says, with the words that prove it" \
      org.opencontainers.image.licenses="Apache-2.0"

ENV PATH=/usr/local/bin:/usr/bin:/bin

# The Web Adapter's: a 404 would count as ready by default.
ENV AWS_LWA_PORT=8080 \
    AWS_LWA_READINESS_CHECK_PATH=/healthz \
    AWS_LWA_READINESS_CHECK_HEALTHY_STATUS=200-299

USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGTERM

# Without a client in the image: bash opens the connection itself. Lambda does not look at this; Docker does.
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /healthz HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [[ $status == 200 ]]"]

ENTRYPOINT ["/usr/local/bin/pie"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8080"]
