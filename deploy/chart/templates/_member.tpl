{{/* A member: its settings and its pod. Both take a dict of root (the chart's context) and role. */}}

{{- define "bkm.sends" -}}
{{- if has .role (list "daemonset" "statefulset") }}yes{{ end }}
{{- end }}

{{- define "bkm.hostNetwork" -}}
{{- if and (eq .role "daemonset") .root.Values.daemonset.hostNetwork }}yes{{ end }}
{{- end }}

{{/* For those who find targets. */}}
{{- define "bkm.prometheusResource" -}}
{{- if eq .role "operator" }}
{{- with .root.Values.prometheusResource }}
{{- toYaml . }}
{{- end }}
{{- end }}
{{- end }}

{{- define "bkm.settings" -}}
{{- $values := .root.Values }}
{{- $member := index $values .role }}
bkm {
  member {
    roles = [{{ .role }}]
    source = kubernetes
    discovery = kubernetes
    contact-point-namespace = {{ .root.Release.Namespace | quote }}
    contact-point-selector = "app.kubernetes.io/name={{ include "bkm.name" .root }},app.kubernetes.io/instance={{ .root.Release.Name }},app.kubernetes.io/component=statefulset"
    required-contact-points = {{ add (div (int $values.statefulset.replicas) 2) 1 }}
    port = {{ $values.ports.remoting }}
    management-port = {{ $values.ports.management }}
    http-port = {{ $values.ports.http }}
    # The operator's page is for port-forwarding too, which comes from the pod's loopback.
    http-host = {{ if eq .role "operator" }}"0.0.0.0"{{ else }}${POD_IP}{{ end }}
  }
  tls {
    enabled = {{ $values.tls.enabled }}
    directory = "/etc/bkm/tls"
  }
  kubernetes {
    namespaces = {{ include "bkm.namespaces" .root }}
    deny-namespaces = {{ toJson $values.denyNamespaces }}
  }
  {{- with $values.scrapeSecrets }}
  prom-sd.secrets = {{ toJson . }}
  {{- end }}
  expansion.own-namespace = {{ .root.Release.Namespace | quote }}
  {{- if include "bkm.prometheusResource" . }}
  expansion.prometheus-resource = "/etc/bkm/settings/prometheus.yaml"
  {{- end }}
  operator {
    lease = {{ $values.operator.lease }}
    state-dir = "/var/lib/bkm/operator"
  }
  lease {
    name = "{{ include "bkm.fullname" .root }}-operator"
    namespace = {{ .root.Release.Namespace | quote }}
  }
  {{- if $values.autoscaling.enabled }}
  autoscale {
    enabled = true
    namespace = {{ .root.Release.Namespace | quote }}
    statefulset = "{{ include "bkm.fullname" .root }}-statefulset"
    min-replicas = {{ $values.statefulset.replicas }}
    max-replicas = {{ $values.autoscaling.maxReplicas }}
  }
  {{- end }}
  status {
    mode = {{ if $values.status.enabled }}on{{ else }}off{{ end }}
    name = "{{ include "bkm.fullname" .root }}"
    namespace = {{ .root.Release.Namespace | quote }}
  }
  mirror {
    mode = {{ $values.mirror.mode }}
    namespace = {{ $values.mirror.namespace | quote }}
  }
  {{- if include "bkm.kubeletService" .root }}
  kubelet {
    enabled = true
    namespace = {{ $values.monitors.kubelet.namespace }}
    name = "{{ include "bkm.fullname" .root }}-kubelet"
  }
  {{- end }}
  endpoints.state-dir = "/var/lib/bkm/endpoints"
  gse {
    {{- if include "bkm.sends" . }}
    endpoint = "/run/gse/{{ $values.gse.socketName }}"
    index-file = "/var/lib/bkm/gse-index"
    host-id-file = {{ if $values.gse.hostIdDirectory }}"/run/gse-host/hostid"{{ else }}""{{ end }}
    {{- else }}
    # This member scrapes nothing, so it has nothing to say to an agent.
    reconnect-min = 1h, reconnect-max = 1h
    {{- end }}
  }
}
{{- range $key, $value := mergeOverwrite (deepCopy $values.settings) (deepCopy $member.settings) }}
{{ $key | quote }} = {{ toPrettyJson $value }}
{{- end }}
{{- end }}

{{- define "bkm.podTemplate" -}}
{{- $root := .root }}
{{- $values := $root.Values }}
{{- $member := index $values .role }}
metadata:
  labels:
    {{- with $member.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
    {{- include "bkm.selector" $root | nindent 4 }}
    app.kubernetes.io/component: {{ .role }}
  annotations:
    {{- with $member.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
    # Members read their settings once.
    checksum/settings: {{ print (include "bkm.settings" . | trim) (include "bkm.prometheusResource" .) | sha256sum }}
spec:
  serviceAccountName: {{ include "bkm.fullname" $root }}-{{ .role }}
  {{- with $values.image.pullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- if include "bkm.hostNetwork" . }}
  hostNetwork: true
  dnsPolicy: ClusterFirstWithHostNet
  {{- end }}
  enableServiceLinks: false
  {{- if include "bkm.sends" . }}
  {{- with include "bkm.priorityClass" $root }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- end }}
  terminationGracePeriodSeconds: {{ $values.terminationGracePeriodSeconds }}
  securityContext:
    {{- toYaml $values.podSecurityContext | nindent 4 }}
  containers:
    - name: bkm
      image: {{ include "bkm.image" $root }}
      imagePullPolicy: {{ $values.image.pullPolicy }}
      command: [/opt/bkm/runtime/bin/java, "@/opt/bkm/java.options"]
      args:
        {{- range $member.javaOptions }}
        - {{ . | quote }}
        {{- end }}
        - io.bkm.app.Main
        - run
        - -c
        - /etc/bkm/settings/bkm.conf
      env:
        - name: POD_IP
          valueFrom: {fieldRef: {fieldPath: status.podIP}}
        - name: NODE_NAME
          valueFrom: {fieldRef: {fieldPath: spec.nodeName}}
        - name: BKM_LOG_LEVEL
          value: {{ $values.logLevel }}
        {{- with $values.api.tokenSecret }}
        - name: BKM_API_TOKEN
          valueFrom: {secretKeyRef: {name: {{ . }}, key: token}}
        {{- end }}
      ports:
        - {name: http, containerPort: {{ $values.ports.http }}, protocol: TCP}
        - {name: remoting, containerPort: {{ $values.ports.remoting }}, protocol: TCP}
        - {name: management, containerPort: {{ $values.ports.management }}, protocol: TCP}
      startupProbe:
        httpGet: {path: /alive, port: http}
        periodSeconds: 2
        failureThreshold: 60
      # Whether the JVM answers, never whether it is in the cluster: a partition must not restart everybody.
      livenessProbe:
        httpGet: {path: /alive, port: http}
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        httpGet: {path: /ready, port: http}
        periodSeconds: 5
        timeoutSeconds: 5
      resources:
        {{- toYaml $member.resources | nindent 8 }}
      securityContext:
        {{- toYaml $values.containerSecurityContext | nindent 8 }}
      volumeMounts:
        - {name: settings, mountPath: /etc/bkm/settings, readOnly: true}
        - {name: state, mountPath: /var/lib/bkm}
        - {name: tmp, mountPath: /tmp}
        {{- if $values.tls.enabled }}
        - {name: tls, mountPath: /etc/bkm/tls, readOnly: true}
        {{- end }}
        {{- if include "bkm.sends" . }}
        - {name: gse, mountPath: /run/gse, readOnly: true}
        {{- if $values.gse.hostIdDirectory }}
        - {name: gse-host, mountPath: /run/gse-host, readOnly: true}
        {{- end }}
        {{- end }}
  volumes:
    - name: settings
      configMap:
        name: {{ include "bkm.fullname" $root }}-{{ .role }}
    - name: tmp
      emptyDir: {sizeLimit: 64Mi}
    - name: state
      {{- if and (eq $values.state.type "hostPath") (include "bkm.sends" .) }}
      hostPath: {path: {{ $values.state.hostPath }}/{{ .role }}, type: Directory}
      {{- else }}
      emptyDir: {sizeLimit: {{ $values.state.sizeLimit }}}
      {{- end }}
    {{- if $values.tls.enabled }}
    - name: tls
      secret:
        secretName: {{ include "bkm.tlsSecret" $root }}
        defaultMode: 0440
    {{- end }}
    {{- if include "bkm.sends" . }}
    - name: gse
      hostPath: {path: {{ $values.gse.socketDirectory }}, type: DirectoryOrCreate}
    {{- if $values.gse.hostIdDirectory }}
    - name: gse-host
      hostPath: {path: {{ $values.gse.hostIdDirectory }}, type: DirectoryOrCreate}
    {{- end }}
    {{- end }}
  {{- with $member.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $member.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- if $member.affinity }}
  affinity:
    {{- toYaml $member.affinity | nindent 4 }}
  {{- else if ne .role "daemonset" }}
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "bkm.selector" $root | nindent 10 }}
          app.kubernetes.io/component: {{ .role }}
  {{- end }}
{{- end }}
