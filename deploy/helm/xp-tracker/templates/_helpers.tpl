{{- define "xp-tracker.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" }}
{{- end }}

{{/* 40 characters leave room for the suffixes. */}}
{{- define "xp-tracker.fullname" -}}
{{- $name := include "xp-tracker.name" . }}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride }}
{{- else if contains $name .Release.Name }}
{{- .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "xp-tracker.selector" -}}
app.kubernetes.io/name: {{ include "xp-tracker.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "xp-tracker.labels" -}}
{{ include "xp-tracker.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{/* Where the snapshot is: memory, s3 or file. */}}
{{- define "xp-tracker.store" -}}
{{- .Values.config.STORE_BACKEND | default (ternary "s3" "memory" (eq .Values.mode "split")) }}
{{- end }}

{{/* The Lease of pollers that share a snapshot; empty where there is none. */}}
{{- define "xp-tracker.leaseName" -}}
{{- if and (has (include "xp-tracker.store" .) (list "s3" "file")) (ne (toString .Values.config.LEADER_ELECTION) "off") }}
{{- .Values.config.LEASE_NAME | default (printf "%s-poller" (include "xp-tracker.fullname" .)) }}
{{- end }}
{{- end }}

{{/* What every pod has; takes root, component, serviceAccount. */}}
{{- define "xp-tracker.pod" -}}
serviceAccountName: {{ .serviceAccount }}
enableServiceLinks: false
terminationGracePeriodSeconds: 30
securityContext:
  runAsNonRoot: true
  runAsUser: 1000
  runAsGroup: 1000
  {{- if or .root.Values.access.secretName .root.Values.pod.volumes }}
  fsGroup: 1000
  {{- end }}
  seccompProfile:
    type: RuntimeDefault
{{- if or .root.Values.access.secretName .root.Values.pod.volumes }}
volumes:
  {{- with .root.Values.access.secretName }}
  - name: access
    secret:
      secretName: {{ . }}
      # 0440, as every reader of YAML has it.
      defaultMode: 288
  {{- end }}
  {{- with .root.Values.pod.volumes }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.pod.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.pod.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.pod.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.pod.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end }}

{{/* What every container has; takes root, component, port (the one that is probed), resources. */}}
{{- define "xp-tracker.container" -}}
name: xp-tracker
image: "{{ .root.Values.image.registry }}/{{ .component }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}"
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
envFrom:
  - configMapRef:
      name: {{ include "xp-tracker.fullname" .root }}
  {{- with .root.Values.secretName }}
  - secretRef:
      name: {{ . }}
  {{- end }}
securityContext:
  allowPrivilegeEscalation: false
  capabilities:
    drop: [ALL]
  readOnlyRootFilesystem: true
{{- if or .root.Values.access.secretName .root.Values.pod.volumeMounts }}
volumeMounts:
  {{- if .root.Values.access.secretName }}
  - name: access
    mountPath: /etc/xp-tracker/access
    readOnly: true
  {{- end }}
  {{- with .root.Values.pod.volumeMounts }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}
{{- $scheme := ternary ", scheme: HTTPS" "" .root.Values.access.tls }}
startupProbe:
  httpGet: { path: /healthz, port: {{ .port }}{{ $scheme }} }
  periodSeconds: 2
  failureThreshold: 30
livenessProbe:
  httpGet: { path: /healthz, port: {{ .port }}{{ $scheme }} }
  periodSeconds: 10
  timeoutSeconds: 5
readinessProbe:
  httpGet: { path: /readyz, port: {{ .port }}{{ $scheme }} }
  periodSeconds: 5
  timeoutSeconds: 5
resources: {{- toYaml .resources | nindent 2 }}
{{- end }}

{{/* A change of the settings is a new pod. */}}
{{- define "xp-tracker.podAnnotations" -}}
checksum/config: {{ toYaml .Values.config | sha256sum }}
{{- with .Values.pod.annotations }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Egress to a list of TCP ports. */}}
{{- define "xp-tracker.egress" -}}
{{- if . -}}
- ports:
  {{- range . }}
    - { port: {{ . }}, protocol: TCP }
  {{- end }}
{{- end }}
{{- end }}
