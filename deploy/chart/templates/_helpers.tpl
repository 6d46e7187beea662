{{/* Names and labels. The selector's labels never change: Kubernetes takes no new selector for a workload. */}}

{{- define "bkm.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" }}
{{- end }}

{{- define "bkm.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else if contains (include "bkm.name" .) .Release.Name }}
{{- .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "bkm.name" .) | trunc 40 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "bkm.selector" -}}
app.kubernetes.io/name: {{ include "bkm.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "bkm.labels" -}}
{{ include "bkm.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "bkm.image" -}}
{{- $image := .Values.image }}
{{- $repository := required "image.repository: \"\" (expected: where the image of deploy/Dockerfile was pushed to)" $image.repository }}
{{- if $image.digest }}
{{- printf "%s@%s" $repository $image.digest }}
{{- else }}
{{- printf "%s:%s" $repository (default .Chart.AppVersion $image.tag) }}
{{- end }}
{{- end }}

{{- define "bkm.tlsSecret" -}}
{{- default (printf "%s-members-tls" (include "bkm.fullname" .)) .Values.tls.existingSecret }}
{{- end }}

{{- define "bkm.metricsAccount" -}}
{{- printf "%s-cluster-metrics" (include "bkm.fullname" .) }}
{{- end }}

{{- define "bkm.priorityClass" -}}
{{- if .Values.priorityClass.name }}
{{- .Values.priorityClass.name }}
{{- else if .Values.priorityClass.create }}
{{- printf "%s-%s" .Release.Namespace (include "bkm.fullname" .) }}
{{- end }}
{{- end }}

{{/* Whether the operator keeps a Service of all kubelets. */}}
{{- define "bkm.kubeletService" -}}
{{- with .Values.monitors }}
{{- if and .enabled .kubelet.enabled (eq .kubelet.discovery "service") }}yes{{ end }}
{{- end }}
{{- end }}

{{/* The namespaces that are looked into, as a list in JSON; empty for all. Our own is always among them: the built-in monitors are there. */}}
{{- define "bkm.namespaces" -}}
{{- if .Values.namespaces }}
{{- append .Values.namespaces .Release.Namespace | uniq | sortAlpha | toJson }}
{{- else -}}
[]
{{- end }}
{{- end }}

{{/* What a pair of values cannot be, where the schema does not reach. */}}
{{- define "bkm.check" -}}
{{- if and .Values.tls.existingSecret .Values.tls.certManager.enabled }}
{{- fail "tls.certManager.enabled: true (expected: false beside tls.existingSecret)" }}
{{- end }}
{{- if and .Values.monitors.enabled (not .Values.rbac.clusterMetrics) }}
{{- range $name := list "kubelet" "kubeApiServer" "kubeControllerManager" "kubeScheduler" }}
{{- if (index $.Values.monitors $name).enabled }}
{{- fail (printf "monitors.%s.enabled: true (expected: false where rbac.clusterMetrics is false)" $name) }}
{{- end }}
{{- end }}
{{- end }}
{{- if and .Values.autoscaling.enabled (lt (int .Values.autoscaling.maxReplicas) (int .Values.statefulset.replicas)) }}
{{- fail (printf "autoscaling.maxReplicas: %v (expected: >= statefulset.replicas, %v)" .Values.autoscaling.maxReplicas .Values.statefulset.replicas) }}
{{- end }}
{{- if and (has .Release.Namespace .Values.denyNamespaces) .Values.monitors.enabled }}
{{- fail (printf "denyNamespaces: %s (expected: not the chart's own, as the built-in monitors are there)" .Release.Namespace) }}
{{- end }}
{{- end }}
