{{/* The rights of each need, and how a need becomes roles and bindings. */}}

{{- define "bkm.leaseRules" -}}
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  resourceNames: [{{ include "bkm.fullname" . }}-operator]
  verbs: [get, patch]
# What is made has no name yet that a role could be restricted to.
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [create]
{{- end }}

{{- define "bkm.watchRules" -}}
- apiGroups: [""]
  resources: [pods, services, endpoints]
  verbs: [list, watch]
- apiGroups: [discovery.k8s.io]
  resources: [endpointslices]
  verbs: [list, watch]
- apiGroups: [networking.k8s.io]
  resources: [ingresses]
  verbs: [list, watch]
- apiGroups: [apps]
  resources: [replicasets, deployments, statefulsets, daemonsets]
  verbs: [list, watch]
- apiGroups: [batch]
  resources: [jobs, cronjobs]
  verbs: [list, watch]
- apiGroups: [tkex.tencent.com]
  resources: [gamestatefulsets, gamedeployments]
  verbs: [list, watch]
- apiGroups: [monitoring.coreos.com]
  resources: [servicemonitors, podmonitors, probes, scrapeconfigs]
  verbs: [list, watch]
- apiGroups: [bk.tencent.com]
  resources: [bklogconfigs]
  verbs: [list, watch]
{{- end }}

{{- define "bkm.clusterRules" -}}
- apiGroups: [""]
  resources: [nodes, namespaces]
  verbs: [list, watch]
- apiGroups: [monitoring.bk.tencent.com]
  resources: [dataids]
  verbs: [list, watch]
{{- end }}

{{- define "bkm.statusRules" -}}
- apiGroups: [monitoring.coreos.com]
  resources: [servicemonitors, podmonitors, probes, scrapeconfigs]
  verbs: [get]
- apiGroups: [monitoring.coreos.com]
  resources: [servicemonitors/status, podmonitors/status, probes/status, scrapeconfigs/status]
  verbs: [patch]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create, patch]
{{- end }}

{{- define "bkm.metricsRules" -}}
- apiGroups: [""]
  resources: [nodes/metrics]
  verbs: [get]
- nonResourceURLs: [/metrics, /metrics/slis]
  verbs: [get]
{{- end }}

{{- define "bkm.autoscaleRules" -}}
- apiGroups: [apps]
  resources: [statefulsets/scale]
  resourceNames: [{{ include "bkm.fullname" . }}-statefulset]
  verbs: [get, update]
{{- end }}

{{- define "bkm.kubeletRules" -}}
- apiGroups: [""]
  resources: [services, endpoints]
  verbs: [get, list, create, update, patch, delete]
- apiGroups: [discovery.k8s.io]
  resources: [endpointslices]
  verbs: [get, list, create, update, patch, delete]
{{- end }}

{{- define "bkm.mirrorRules" -}}
- apiGroups: [""]
  resources: [secrets]
  verbs: [get, list, create, update, delete]
- apiGroups: [""]
  resources: [pods]
  verbs: [list]
- apiGroups: [apps]
  resources: [statefulsets]
  verbs: [get]
{{- end }}

{{/* A role and its binding: in each of the namespaces, or for the cluster where there are none. */}}
{{- define "bkm.role" -}}
{{- $own := printf "%s-%s" (include "bkm.fullname" .root) .need }}
{{- /* Beyond our own namespace others may have a release of that name. */}}
{{- $name := printf "%s-%s" .root.Release.Namespace $own }}
{{- $labels := include "bkm.labels" .root }}
{{- range .namespaces }}
{{- $name := ternary $own $name (eq . $.root.Release.Namespace) }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: {{ $name }}
  namespace: {{ . }}
  labels:
    {{- $labels | nindent 4 }}
rules:
  {{- toYaml $.rules | nindent 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{ $name }}
  namespace: {{ . }}
  labels:
    {{- $labels | nindent 4 }}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: {{ $name }}}
subjects:
  {{- toYaml $.subjects | nindent 2 }}
{{- else }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: {{ $name }}
  labels:
    {{- $labels | nindent 4 }}
rules:
  {{- toYaml .rules | nindent 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: {{ $name }}
  labels:
    {{- $labels | nindent 4 }}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: {{ $name }}}
subjects:
  {{- toYaml .subjects | nindent 2 }}
{{- end }}
{{- end }}
