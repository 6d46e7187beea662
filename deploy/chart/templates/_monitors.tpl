{{/* Parts of the built-in monitors. */}}

{{/* Metadata; takes root, name and, where the target is to be reached over the node's loopback, forward. */}}
{{- define "bkm.monitorMetadata" -}}
name: {{ include "bkm.fullname" .root }}-{{ .name }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- with .root.Values.monitors.labels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
  {{- include "bkm.labels" .root | nindent 2 }}
{{- $annotations := deepCopy .root.Values.monitors.annotations }}
{{- if .forward }}
{{- $annotations = set $annotations "forwardLocalhost" "true" }}
{{- end }}
{{- with $annotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* The token of the account that may read the metrics of nodes and of the control plane. */}}
{{- define "bkm.metricsToken" -}}
authorization:
  credentials: {name: {{ include "bkm.metricsAccount" . }}, key: token}
{{- end }}

{{/* A Service's endpoints; takes root, name, monitor (its values). */}}
{{- define "bkm.serviceMonitor" -}}
{{- if .monitor.enabled }}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  {{- include "bkm.monitorMetadata" . | nindent 2 }}
spec:
  jobLabel: {{ index (keys .monitor.selector | sortAlpha) 0 }}
  namespaceSelector:
    {{- if .monitor.namespace }}
    matchNames: [{{ .monitor.namespace }}]
    {{- else }}
    any: true
    {{- end }}
  selector:
    matchLabels:
      {{- toYaml .monitor.selector | nindent 6 }}
  endpoints:
    - port: {{ .monitor.port }}
      interval: {{ .monitor.interval }}
      {{- if .honorLabels }}
      honorLabels: true
      {{- end }}
      {{- with .monitor.metricRelabelings }}
      metricRelabelings:
        {{- toYaml . | nindent 8 }}
      {{- end }}
{{- end }}
{{- end }}

{{/* Pods in the node's network, at a port that they do not declare; takes root, name, job, monitor (its values). */}}
{{- define "bkm.hostPodMonitor" -}}
{{- if .monitor.enabled }}
{{- $forward := and .monitor.forwardLocalhost .root.Values.daemonset.enabled .root.Values.daemonset.hostNetwork }}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  {{- include "bkm.monitorMetadata" (dict "root" .root "name" .name "forward" $forward) | nindent 2 }}
spec:
  namespaceSelector:
    matchNames: [{{ .monitor.namespace }}]
  selector:
    matchLabels:
      {{- toYaml .monitor.selector | nindent 6 }}
  podMetricsEndpoints:
    - scheme: {{ .monitor.scheme }}
      interval: {{ .monitor.interval }}
      {{- if eq .monitor.scheme "https" }}
      # These certificates are the components' own.
      tlsConfig: {insecureSkipVerify: true}
      {{- include "bkm.metricsToken" .root | nindent 6 }}
      {{- end }}
      relabelings:
        # A pod has a target for each container and for each port that it declares: without these labels they are one.
        - {action: labeldrop, regex: "container|endpoint"}
        - {sourceLabels: [__meta_kubernetes_pod_ip], regex: "([^:]+)", replacement: "$1:{{ .monitor.port }}", targetLabel: __address__}
        - {sourceLabels: [__meta_kubernetes_pod_ip], regex: "(.*:.*)", replacement: "[$1]:{{ .monitor.port }}", targetLabel: __address__}
        - {replacement: {{ .job }}, targetLabel: job}
      {{- with .monitor.metricRelabelings }}
      metricRelabelings:
        {{- toYaml . | nindent 8 }}
      {{- end }}
{{- end }}
{{- end }}
